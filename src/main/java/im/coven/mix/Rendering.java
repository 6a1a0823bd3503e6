package im.coven.mix;

/// A stanza but for its receiver: the bytes before the value of `to` and the bytes after it.
public record Rendering(byte[] head, byte[] tail) {}
