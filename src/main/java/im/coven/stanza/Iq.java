package im.coven.stanza;

import im.coven.jid.Jid;
import im.coven.xml.Element;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A request or its answer. See RFC 6120 §8.2.3.
public sealed interface Iq extends Stanza {

  @Override
  String id();

  @Override
  Iq withFrom(Jid from);

  @Override
  Iq withTo(Jid to);

  /// A request: a get or a set.
  sealed interface Request extends Iq permits Get, Set {
    Element payload();

    @Override
    Request withFrom(Jid from);

    @Override
    Request withTo(Jid to);

    /// The answer that it worked, addresses swapped; without a payload when that is null.
    default Result result(@Nullable Element answer) {
      return new Result(to(), from(), id(), answer);
    }

    /// The answer that it was refused, addresses swapped.
    default Error error(StanzaError error) {
      return new Error(to(), from(), id(), error);
    }
  }

  /// Asks.
  record Get(@Nullable Jid from, @Nullable Jid to, String id, Element payload) implements Request {
    @Override
    public Get withFrom(Jid from) {
      return new Get(from, to, id, payload);
    }

    @Override
    public Get withTo(Jid to) {
      return new Get(from, to, id, payload);
    }

    @Override
    public Element toElement() {
      return envelope(this, "get", List.of(payload));
    }
  }

  /// Changes something.
  record Set(@Nullable Jid from, @Nullable Jid to, String id, Element payload) implements Request {
    @Override
    public Set withFrom(Jid from) {
      return new Set(from, to, id, payload);
    }

    @Override
    public Set withTo(Jid to) {
      return new Set(from, to, id, payload);
    }

    @Override
    public Element toElement() {
      return envelope(this, "set", List.of(payload));
    }
  }

  /// Answers that it worked.
  record Result(@Nullable Jid from, @Nullable Jid to, String id, @Nullable Element payload)
      implements Iq {
    @Override
    public Result withFrom(Jid from) {
      return new Result(from, to, id, payload);
    }

    @Override
    public Result withTo(Jid to) {
      return new Result(from, to, id, payload);
    }

    @Override
    public Element toElement() {
      return envelope(this, "result", payload == null ? List.of() : List.of(payload));
    }
  }

  /// Answers that it was refused. `payload`, where not null, is sent before the error.
  record Error(
      @Nullable Jid from, @Nullable Jid to, String id, StanzaError error, @Nullable Element payload)
      implements Iq {

    public Error(@Nullable Jid from, @Nullable Jid to, String id, StanzaError error) {
      this(from, to, id, error, null);
    }

    @Override
    public Error withFrom(Jid from) {
      return new Error(from, to, id, error, payload);
    }

    @Override
    public Error withTo(Jid to) {
      return new Error(from, to, id, error, payload);
    }

    @Override
    public Element toElement() {
      var content = new ArrayList<Element>();
      if (payload != null) {
        content.add(payload);
      }
      content.add(error.toElement());
      return envelope(this, "error", content);
    }
  }

  private static Element envelope(Iq iq, String type, List<Element> content) {
    return Element.builder("iq", NS)
        .attr("from", iq.from())
        .attr("to", iq.to())
        .attr("id", iq.id())
        .attr("type", type)
        .addAll(content)
        .build();
  }
}
