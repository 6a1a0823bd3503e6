/// The MUC face of a channel, which is the room of the same name at another domain: stanzas to
/// requests, events to stanzas, what service and rooms say of themselves (XEP-0045 v1.35.5,
/// XEP-0408 v0.2.0, XEP-0410, XEP-0421).
///
/// Read {@link im.coven.muc.RoomView} first. Pure. Imports `channel`, `disco`, `form` and below,
/// and of `mix` what is encoded once for many.
@NullMarked
package im.coven.muc;

import org.jspecify.annotations.NullMarked;
