package im.coven.ops;

import java.util.concurrent.atomic.LongAdder;

/// A number that only grows. Counting costs no more than an uncontended addition.
public final class Count {

  private final LongAdder sum = new LongAdder();

  public void increment() {
    sum.increment();
  }

  public void add(long amount) {
    sum.add(amount);
  }

  public long value() {
    return sum.sum();
  }
}
