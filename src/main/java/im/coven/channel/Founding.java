package im.coven.channel;

import im.coven.jid.Jid;

/// What a channel is made with.
///
/// `key` are 32 random bytes from which participant ids and archive ids are made (H20); `adHoc`
/// channels are hidden (H59). Where the configuration has the allowed node, its maker is on it.
public record Founding(
    Jid maker, byte[] key, boolean adHoc, ChannelInfo info, ChannelConfig config) {}
