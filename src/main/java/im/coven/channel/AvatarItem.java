package im.coven.channel;

import im.coven.xml.Element;

/// What one of the two avatar nodes holds: its one item. The id is the SHA-1 of the image. See
/// XEP-0084 §4.
public record AvatarItem(String id, Element payload) {}
