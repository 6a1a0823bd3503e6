package im.coven.redis;

import java.time.Instant;
import java.time.InstantSource;

/// The time of day as Redis has it, for what all instances write and a client may see: their own
/// clocks may differ, or be wrong.
///
/// Between two readings it goes on with what has passed since. It is late by the time that Redis'
/// last answer took, at most. For all threads.
public final class RedisClock implements InstantSource {

  private volatile Reading last;

  private record Reading(long epochMs, long nanos) {}

  RedisClock(long epochMs) {
    last = new Reading(epochMs, System.nanoTime());
  }

  /// Redis has just answered this time, in milliseconds.
  void read(long epochMs) {
    last = new Reading(epochMs, System.nanoTime());
  }

  @Override
  public Instant instant() {
    Reading reading = last;
    return Instant.ofEpochMilli(reading.epochMs).plusNanos(System.nanoTime() - reading.nanos);
  }
}
