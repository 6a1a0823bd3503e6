package im.coven.xml;

/// Character data, unescaped.
public record Text(String value) implements Node {}
