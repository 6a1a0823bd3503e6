package im.coven.script;

import im.coven.xml.Element;
import java.util.List;

/// One step of a script, with the line where it begins.
public sealed interface Step {

  /// The namespace of the defined conditions. See RFC 6120 §8.3.3.
  String STANZAS_NS = "urn:ietf:params:xml:ns:xmpp-stanzas";

  /// The namespace of the further conditions of XEP-0060.
  String PUBSUB_ERRORS_NS = "http://jabber.org/protocol/pubsub#errors";

  int line();

  /// A stage direction: said to the audience.
  record Note(int line, String text) implements Step {}

  /// What was played up to here, behind the mark before, proves certain requirements.
  record Proves(int line, List<String> requirements) implements Step {

    public Proves {
      requirements = List.copyOf(requirements);
    }
  }

  /// A client logs in.
  record Connects(int line, String who) implements Step {}

  /// A client ends its stream, politely or by closing the socket alone.
  record Leaves(int line, String who, Manner manner) implements Step {}

  /// How a client leaves.
  enum Manner {
    GOES_OFFLINE,
    BREAKS_OFF
  }

  /// A client sends XML; it is sent as written but for the variables.
  record Sends(int line, String who, String xml) implements Step {}

  /// A client receives stanzas like these and, until the last of them, no others.
  record Receives(int line, String who, Order order, List<Element> patterns) implements Step {

    public Receives {
      patterns = List.copyOf(patterns);
    }
  }

  /// Whether the order of stanzas matters.
  enum Order {
    AS_WRITTEN,
    ANY,
    /// One like any of the patterns, whatever comes before it.
    ONE_OF
  }

  /// A client has nothing more to receive.
  record ReceivesNothing(int line, String who) implements Step {}

  /// What a client sent last is answered by an error stanza. See RFC 6120 §8.3. One with another
  /// condition fails what the next [Proves] names, and the conversation goes on.
  record Refused(int line, String who, Refusal refusal) implements Step {}

  /// The error type and the conditions, the defined one first.
  record Refusal(String type, List<String> conditions) {

    public Refusal {
      conditions = List.copyOf(conditions);
    }

    /// What such an answer to a stanza looks like.
    Element answerTo(Element sent) {
      var answer = Element.builder(sent.name(), sent.ns()).attr("type", "error");
      answer.attr("id", sent.attr("id")).attr("from", sent.attr("to")).attr(Markup.REST, "");
      var error = Element.builder("error", sent.ns()).attr("type", type).attr(Markup.REST, "");
      for (String condition : conditions) {
        boolean defined = condition.equals(conditions.getFirst());
        error.add(
            Element.builder(condition, defined ? STANZAS_NS : PUBSUB_ERRORS_NS)
                .attr(Markup.REST, "")
                .text("…")
                .build());
      }
      return answer.text("…").add(error.text("…").build()).build();
    }
  }

  /// Stanzas like these are passed over from now on.
  record Ignores(int line, String who, List<Element> patterns) implements Step {

    public Ignores {
      patterns = List.copyOf(patterns);
    }
  }
}
