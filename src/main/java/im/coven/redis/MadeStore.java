package im.coven.redis;

import im.coven.jid.Jid;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;

/// Which channels a user made, so that nobody makes too many.
///
/// The list lies in another slot than the channels: a channel is noted before it is made, and a
/// note whose channel is gone is struck when there is no room for another. Every future fails with
/// {@link RedisUnavailable} when Redis cannot answer.
public final class MadeStore {

  private static final Script ADD = Script.named("made-add");

  /// How noting a channel ended.
  public enum Note {
    /// The user has made as many as may be.
    FULL,
    /// It was noted before.
    KNOWN,
    NEW
  }

  private final RedisLink link;
  private final ChannelStore channels;

  public MadeStore(RedisLink link, ChannelStore channels) {
    this.link = link;
    this.channels = channels;
  }

  /// Notes a channel that a user is about to make, if it is not one more than `max`.
  public Future<Note> note(Jid maker, Jid channel, int max) {
    return add(maker, channel, max)
        .compose(note ->
            note == Note.FULL
                ? clear(maker).compose(_ -> add(maker, channel, max))
                : Future.succeededFuture(note));
  }

  /// The channel was not made.
  public Future<Void> strike(Jid maker, Jid channel) {
    return link.send(Command.SREM, key(maker), channel).mapEmpty();
  }

  private Future<Note> add(Jid maker, Jid channel, int max) {
    return link.run(ADD, List.of(key(maker)), List.of(channel.toString(), max))
        .map(answer -> Note.values()[(int) EntryFormat.number(answer)]);
  }

  /// Strikes the channels that are gone.
  private Future<Void> clear(Jid maker) {
    return link.send(Command.SMEMBERS, key(maker))
        .compose(noted -> {
          var cleared = new ArrayList<Future<Void>>();
          for (Response member : noted) {
            Jid channel = Jid.of(member.toString());
            cleared.add(
                channels
                    .isThere(channel)
                    .compose(there -> there ? Future.succeededFuture() : strike(maker, channel)));
          }
          return Future.all(cleared).mapEmpty();
        });
  }

  private String key(Jid maker) {
    return link.prefix() + ":" + Slots.tag(maker.bare().toString()) + ":made";
  }
}
