package im.coven.script;

import java.util.ArrayList;
import java.util.List;

/// The conversation so far, as the reader of a failure wants it.
final class Transcript {

  private static final int SCENES_MAX = 40;

  private final List<Scene> scenes = new ArrayList<>();

  void add(Scene scene) {
    scenes.add(scene);
  }

  @Override
  public String toString() {
    var text = new StringBuilder();
    int from = Math.max(0, scenes.size() - SCENES_MAX);
    if (from > 0) {
      text.append("(").append(from).append(" before)\n");
    }
    for (Scene scene : scenes.subList(from, scenes.size())) {
      text.append(scene.words()).append('\n');
    }
    return text.toString();
  }
}
