package im.coven.replica;

import java.util.ArrayList;
import java.util.List;

/// Somebody who asked for something, and what the answers were.
final class Asked {

  final String appendId;
  final Step.Kind kind;
  final int person;
  final ModelInstance instance;
  final Observed machine;
  final List<Reply> replies = new ArrayList<>();
  boolean shown;

  /// Whether its instance died, so that nobody can answer.
  boolean orphaned;

  Asked(String appendId, Step.Kind kind, int person, ModelInstance instance, Observed machine) {
    this.appendId = appendId;
    this.kind = kind;
    this.person = person;
    this.instance = instance;
    this.machine = machine;
  }

  /// The id under which a request was first appended, also where a broken machine repeats it under
  /// another.
  static String base(String appendId) {
    int mark = appendId.indexOf('+');
    return mark < 0 ? appendId : appendId.substring(0, mark);
  }

  /// Whether it leaves a mark in the log that nothing else leaves, if it is granted.
  boolean isMarked() {
    return switch (kind) {
      case PUBLISH, RENAME, JOIN -> true;
      default -> false;
    };
  }

  int answers() {
    return replies.size() + (shown ? 1 : 0);
  }

  @Override
  public String toString() {
    return kind + " " + appendId;
  }
}
