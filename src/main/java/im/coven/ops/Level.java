package im.coven.ops;

import java.util.concurrent.atomic.LongAdder;

/// A number that rises and falls, such as how many connections are open.
public final class Level {

  private final LongAdder sum = new LongAdder();

  public void rise() {
    sum.increment();
  }

  public void fall() {
    sum.decrement();
  }

  public long value() {
    return sum.sum();
  }
}
