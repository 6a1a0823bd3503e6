package im.coven.service;

import im.coven.account.SessionEntry;
import im.coven.jid.Jid;
import im.coven.redis.RedisLink;
import im.coven.redis.ResumeStore;
import im.coven.service.BusNotice.Otherwise;
import im.coven.service.BusNotice.Reason;
import im.coven.service.SessionDirectory.Held;
import im.coven.stanza.Stanza;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The way to sessions wherever they are: on this loop, on another of this process, or by a topic
/// per place on another instance. What one loop sends to one place arrives in that order.
final class InstanceBus {

  private static final Logger LOG = LoggerFactory.getLogger(InstanceBus.class);

  private final RedisLink link;
  private final SessionDirectory directory;
  private final AccountParts.Place place;
  private final Predicate<String> isAlive;
  private final String topic;
  private final ResumeStore resumptions;
  private final int waitingMax;

  /// `waitingMax` is how many stanzas are kept for a session that waits to be resumed.
  InstanceBus(AccountParts parts, ResumeStore resumptions, int waitingMax) {
    this.resumptions = resumptions;
    this.waitingMax = waitingMax;
    this.link = parts.link();
    this.directory = parts.directory();
    this.place = parts.place();
    this.isAlive = parts.isAlive();
    this.topic = topic(parts.link());
  }

  /// What the topic of every place starts with, for one place to another.
  private static String topic(RedisLink link) {
    return link.prefix() + ":place:";
  }

  /// What the topic of every place starts with, for notices of scripts on any account's keys. They
  /// are published everywhere, as a script can reach no slot but that of its keys.
  static String noticeTopic(RedisLink link) {
    return link.prefix() + ":notices:";
  }

  /// Starts to listen to this place's topics. `missed` is run when notices may have been missed
  /// although the link was not interrupted.
  Future<Void> listen(Consumer<BusNotice> listener, Runnable missed) {
    var ear =
        new RedisLink.Listener() {
          @Override
          public void heard(Buffer text) {
            hear(text, listener);
          }

          @Override
          public void missed() {
            missed.run();
          }
        };
    return link.subscribe(topic + place, ear)
        .compose(_ -> link.subscribeEverywhere(noticeTopic(link) + place, ear));
  }

  /// Whether an entry's instance still lives, as far as is known.
  boolean isLive(SessionEntry entry) {
    String instance = AccountParts.Place.instanceOf(entry.place());
    return instance.equals(place.instance()) || isAlive.test(entry.place());
  }

  /// Hands a stanza to a session; answers false when it is not there.
  Future<Boolean> hand(Jid receiver, SessionEntry entry, Stanza stanza, Otherwise otherwise) {
    Held held = directory.find(receiver);
    if (held != null && held.session().id().equals(entry.id())) {
      held.run(place, session -> session.send(stanza));
      return Future.succeededFuture(true);
    }
    var delivery = new BusNotice.Delivery(receiver, otherwise, stanza);
    if (AccountParts.Place.instanceOf(entry.place()).equals(place.instance())) {
      return queue(entry, delivery);
    }
    return tell(entry.place(), delivery)
        .compose(there -> there ? Future.succeededFuture(true) : queue(entry, delivery));
  }

  /// The session may wait to be resumed, or go on somewhere else by now.
  private Future<Boolean> queue(SessionEntry entry, BusNotice.Delivery delivery) {
    var session = new ResumeStore.Named(delivery.receiver(), entry.id());
    return resumptions
        .queue(session, entry.place(), delivery.stanza(), waitingMax)
        .compose(answer ->
            switch (answer) {
              case "+" -> Future.succeededFuture(true);
              case "-" -> Future.succeededFuture(false);
              default -> tell(answer, delivery);
            });
  }

  /// Ends a session, wherever it is; complete when its place was told.
  Future<Void> end(Jid full, SessionEntry entry, Reason reason) {
    if (endHere(full, entry.id(), reason)
        || AccountParts.Place.instanceOf(entry.place()).equals(place.instance())) {
      return Future.succeededFuture();
    }
    return tell(entry.place(), new BusNotice.Eviction(full, entry.id(), reason)).mapEmpty();
  }

  /// Ends a session if this process has it.
  boolean endHere(Jid full, String id, Reason reason) {
    Held held = directory.find(full);
    if (held == null || !held.session().id().equals(id)) {
      return false;
    }
    held.run(place, session -> session.close(reason.error()));
    return true;
  }

  /// Tells a place something; answers whether it is there.
  Future<Boolean> tell(String place, BusNotice notice) {
    return link.publish(topic + place, BusNotice.write(notice)).map(receivers -> receivers > 0);
  }

  private static void hear(Buffer text, Consumer<BusNotice> listener) {
    try {
      listener.accept(BusNotice.read(text.toString()));
    } catch (RuntimeException malformed) {
      LOG.error("a notice of another instance could not be used", malformed);
    }
  }
}
