package im.coven.channel;

import im.coven.jid.Jid;

/// What a channel is made with and what never changes of it.
///
/// `key` are 32 random bytes from which participant ids and archive ids are made (H20);
/// `nicksMandatory` as in XEP-0369 §4.6 (H11); `adHoc` channels are hidden and closed (H10, H59).
public record Founding(
    Jid owner, byte[] key, boolean adHoc, boolean nicksMandatory, ChannelInfo info) {}
