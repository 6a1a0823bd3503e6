package im.coven.redis;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// What a link counts about itself. Written on its loop, read from anywhere.
public final class LinkFigures {
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong heard = new AtomicLong();
  private final AtomicLong reconnects = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();

  /// Commands sent since the link was opened, with those that the link sent for itself.
  public long commandsSent() {
    return sent.get();
  }

  /// Published messages heard since the link was opened.
  public long messagesHeard() {
    return heard.get();
  }

  /// Times that either connection was made anew.
  public long reconnects() {
    return reconnects.get();
  }

  /// Commands that are sent and not answered.
  public int inFlight() {
    return inFlight.get();
  }

  /// Commands that wait in memory because too many are in flight.
  public int waiting() {
    return waiting.get();
  }

  // One loop writes, so a plain read and an ordered write make an increment.
  void countSent() {
    sent.lazySet(sent.getPlain() + 1);
  }

  void countHeard() {
    heard.lazySet(heard.getPlain() + 1);
  }

  void countReconnect() {
    reconnects.lazySet(reconnects.getPlain() + 1);
  }

  void setInFlight(int commands) {
    inFlight.lazySet(commands);
  }

  void setWaiting(int commands) {
    waiting.lazySet(commands);
  }
}
