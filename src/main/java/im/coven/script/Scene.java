package im.coven.script;

import im.coven.xml.Element;
import java.util.List;

/// Something that happened while a script was played.
public sealed interface Scene {

  /// The scene as a script would say it.
  default String words() {
    return switch (this) {
      case Said(var text) -> "# " + text;
      case Moved(var who, var how) -> who + " " + how;
      case Sent(var who, var xml) -> who + " sends:\n" + xml.indent(2).stripTrailing();
      case Received(var who, var stanza) ->
          who + " receives:\n" + Canonical.of(stanza).indent(2).stripTrailing();
      case Silence(var who) -> who + " receives nothing";
      case Proved(var requirements) -> "[proves] " + String.join(" ", requirements);
      case Disproved(var requirements) -> "[does not prove] " + String.join(" ", requirements);
    };
  }

  /// A stage direction.
  record Said(String text) implements Scene {}

  /// A client logged in or left.
  record Moved(String who, String how) implements Scene {}

  /// A client sent XML.
  record Sent(String who, String xml) implements Scene {}

  /// A client received what it should.
  record Received(String who, Element stanza) implements Scene {}

  /// It was proved that a client had nothing to receive.
  record Silence(String who) implements Scene {}

  /// All went as written up to a mark.
  record Proved(List<String> requirements) implements Scene {

    public Proved {
      requirements = List.copyOf(requirements);
    }
  }

  /// A request was refused otherwise than written before this mark.
  record Disproved(List<String> requirements) implements Scene {

    public Disproved {
      requirements = List.copyOf(requirements);
    }
  }
}
