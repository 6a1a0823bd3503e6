package im.coven.xml;

/// Something that stands inside an element: another element, or text.
public sealed interface Node permits Element, Text {}
