package im.coven.service;

import im.coven.channel.ChannelRequest;
import im.coven.jid.Jid;
import im.coven.redis.EndStore;
import im.coven.replica.Reply;
import io.vertx.core.Vertx;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ends channels whose time is over, also when no instance ran at that moment. All instances look;
/// the channel's log takes one end. See XEP-0369 §7.3.4. Confined to one loop.
public final class ChannelEnds {

  private static final Logger LOG = LoggerFactory.getLogger(ChannelEnds.class);

  /// Channels that are ended in one go.
  private static final int AT_ONCE = 100;

  private final MixService mix;
  private final EndStore ends;
  private final InstantSource clock;

  private ChannelEnds(MixService mix, EndStore ends, InstantSource clock) {
    this.mix = mix;
    this.ends = ends;
    this.clock = clock;
  }

  /// Begins to look, now and every `everyMs` milliseconds, on the loop of `mix`.
  public static void watch(Vertx vertx, MixService mix, InstantSource clock, long everyMs) {
    var watcher = new ChannelEnds(mix, mix.ends(), clock);
    vertx.setPeriodic(everyMs, _ -> watcher.look());
    watcher.look();
  }

  private void look() {
    ends.due(clock.instant(), AT_ONCE)
        .onSuccess(notes -> notes.forEach(this::end))
        .onFailure(cause -> LOG.debug("which channels end cannot be read", cause));
  }

  private void end(EndStore.Note note) {
    Jid channel = note.channel();
    var request = new ChannelRequest.Expire(Jid.domain(channel.domainpart()), clock.instant());
    mix.carry(channel, request)
        .onSuccess(reply -> {
          switch (reply) {
            case Reply.Granted _ -> {
              LOG.info("channel={} has ended, as it was configured", channel);
              strike(note);
            }
            case Reply.Refused _ -> strike(note);
            case Reply.Failed failed -> {
              if (failed == Reply.Failed.NO_CHANNEL) {
                strike(note);
              }
            }
          }
        });
  }

  private void strike(EndStore.Note note) {
    ends.strike(note).onFailure(cause -> LOG.debug("a note of an end stays", cause));
  }
}
