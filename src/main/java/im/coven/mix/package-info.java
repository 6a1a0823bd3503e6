/// The MIX face of a channel: MIX stanzas to requests, answers and events to MIX stanzas (XEP-0369
/// v0.14.6, and the walk-through's `urn:xmpp:mix:core:0`).
///
/// Read {@link im.coven.mix.MixRequests} and {@link im.coven.mix.MixRenderer} first. Pure. Imports
/// `channel`, `disco`, `form`, `rsm` and below.
@NullMarked
package im.coven.mix;

import org.jspecify.annotations.NullMarked;
