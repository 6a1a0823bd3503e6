package im.coven.redis;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ToLongFunction;

/// What a link counts about itself. Written on its loop, read from anywhere.
public final class LinkFigures {
  private final AtomicLong sent = new AtomicLong();
  private final AtomicLong heard = new AtomicLong();
  private final AtomicLong reconnects = new AtomicLong();
  private final AtomicLong redirections = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final AtomicInteger waiting = new AtomicInteger();
  private final List<LinkFigures> nodes = new CopyOnWriteArrayList<>();

  /// Commands sent since the link was opened, with those that the link sent for itself.
  public long commandsSent() {
    return sent.get() + sum(LinkFigures::commandsSent);
  }

  /// Published messages heard since the link was opened.
  public long messagesHeard() {
    return heard.get() + sum(LinkFigures::messagesHeard);
  }

  /// Times that a connection was made anew.
  public long reconnects() {
    return reconnects.get() + sum(LinkFigures::reconnects);
  }

  /// Commands that are sent and not answered.
  public int inFlight() {
    return inFlight.get() + (int) sum(LinkFigures::inFlight);
  }

  /// Commands that wait in memory because too many are in flight.
  public int waiting() {
    return waiting.get() + (int) sum(LinkFigures::waiting);
  }

  /// Commands that a node of a cluster refused because of their slot.
  public long redirections() {
    return redirections.get();
  }

  /// Redis processes that the link is connected to, or tries to be.
  public int nodes() {
    return Math.max(1, nodes.size());
  }

  private long sum(ToLongFunction<LinkFigures> figure) {
    return nodes.stream().mapToLong(figure).sum();
  }

  /// Counts what a link to a node counts.
  void add(LinkFigures node) {
    nodes.add(node);
  }

  /// Keeps what a link to a node has counted.
  void remove(LinkFigures node) {
    if (nodes.remove(node)) {
      sent.lazySet(sent.getPlain() + node.commandsSent());
      heard.lazySet(heard.getPlain() + node.messagesHeard());
      reconnects.lazySet(reconnects.getPlain() + node.reconnects());
    }
  }

  void countRedirection() {
    redirections.lazySet(redirections.getPlain() + 1);
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
