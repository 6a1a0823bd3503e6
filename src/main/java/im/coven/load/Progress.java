package im.coven.load;

/// Hears how far a load test is: a line each second, for a person. Called on any thread.
@FunctionalInterface
public interface Progress {

  void say(String line);
}
