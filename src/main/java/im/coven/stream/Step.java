package im.coven.stream;

import java.util.List;

/// The answer to an input: the state to be in, and what to do first.
public record Step(StreamState next, List<StreamEffect> effects) {

  public Step {
    effects = List.copyOf(effects);
  }

  static Step to(StreamState next, StreamEffect... effects) {
    return new Step(next, List.of(effects));
  }
}
