package im.coven.stanza;

import im.coven.jid.Jid;
import im.coven.xml.Element;
import org.jspecify.annotations.Nullable;

/// A stanza: a typed envelope around a payload that is carried unchanged.
public sealed interface Stanza permits Iq, Message, Presence {

  /// The content namespace of client streams. Stanzas have it inside Coven, at every door.
  String NS = "jabber:client";

  @Nullable Jid from();

  @Nullable Jid to();

  @Nullable String id();

  /// The same stanza from someone else.
  Stanza withFrom(Jid from);

  /// The same stanza to someone else.
  Stanza withTo(Jid to);

  Element toElement();
}
