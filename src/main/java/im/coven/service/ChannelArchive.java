package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.FEATURE_NOT_IMPLEMENTED;
import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;

import im.coven.channel.Channel;
import im.coven.channel.Decider;
import im.coven.channel.EntryId;
import im.coven.channel.MixNode;
import im.coven.jid.Jid;
import im.coven.mam.MamAnswers;
import im.coven.mam.MamQuery;
import im.coven.redis.ArchiveStore;
import im.coven.redis.ArchiveStore.End;
import im.coven.redis.ArchiveStore.Range;
import im.coven.redis.ArchiveStore.Wanted;
import im.coven.redis.RedisUnavailable;
import im.coven.replica.Reply;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import io.vertx.core.Future;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// What a channel answers of its archives: those of the messages and, where they are kept, of other
/// nodes. On the channel's loop. See XEP-0369 §7.2, XEP-0313, XEP-0442.
final class ChannelArchive {

  private final ChannelHost host;
  private final MixConfig config;
  private final InstantSource clock;

  ChannelArchive(ChannelHost host, MixConfig config, InstantSource clock) {
    this.host = host;
    this.config = config;
    this.clock = clock;
  }

  /// Who may read and what, or why not.
  private sealed interface Admission {}

  private record Admitted(ArchiveReader reader) implements Admission {}

  private record Turned(StanzaError error) implements Admission {}

  /// Answers a request; `asker` is a bare JID.
  Future<List<Stanza>> answer(Iq.Request iq, Jid channel, Jid asker) {
    String node = iq.payload().attrOr("node", MixNode.MESSAGES.wire());
    return host.look(
            channel,
            found -> admission(found, node, asker),
            failed -> new Turned(ChannelEndpoint.error(failed)))
        .compose(admission ->
            switch (admission) {
              case Turned(var error) -> Future.succeededFuture(List.of(iq.error(error)));
              case Admitted(var reader) ->
                  read(iq, channel, reader)
                      .otherwise(
                          List.of(iq.error(ChannelEndpoint.error(Reply.Failed.UNAVAILABLE))));
            });
  }

  /// A page of the messages of a channel for an account that may or may not be there any more:
  /// empty where there is no such channel. Fails while the channel cannot be read.
  Future<ArchiveStore.Page<ArchiveReader.Seen>> part(Jid channel, Jid account, Wanted wanted) {
    return host.<Readability>look(
            channel,
            found ->
                new Readable(new ArchiveReader(host, found, MixNode.MESSAGES, account, kept())),
            Unreadable::new)
        .compose(state ->
            switch (state) {
              case Readable(var reader) -> reader.part(wanted);
              case Unreadable(var why) when why == Reply.Failed.NO_CHANNEL ->
                  Future.succeededFuture(ArchiveStore.Page.empty());
              case Unreadable(var why) -> Future.failedFuture(new RedisUnavailable(why.toString()));
            });
  }

  /// Whether a channel can be read now.
  private sealed interface Readability {}

  private record Readable(ArchiveReader reader) implements Readability {}

  private record Unreadable(Reply.Failed why) implements Readability {}

  private Admission admission(Channel channel, String wire, Jid asker) {
    if (Decider.isHidden(channel, asker)) {
      return new Turned(ITEM_NOT_FOUND.error());
    }
    Optional<MixNode> node = MixNode.of(wire).filter(host.limits().archive().nodes()::contains);
    if (node.isEmpty()) {
      return new Turned(ITEM_NOT_FOUND.because("The node has no archive"));
    }
    if (!channel.mayRead(asker, node.get())) {
      return new Turned(FORBIDDEN.because("Only participants can read the archive"));
    }
    return new Admitted(new ArchiveReader(host, channel, node.get(), asker, kept()));
  }

  /// What is not too old; it may still be there.
  private Range kept() {
    int days = host.limits().archive().days();
    return days == 0
        ? Range.ALL
        : new Range(EntryId.at(clock.instant().minus(Duration.ofDays(days))), Range.ALL.to());
  }

  private Future<List<Stanza>> read(Iq.Request iq, Jid channel, ArchiveReader reader) {
    String name = iq.payload().name();
    if (name.equals("metadata") && iq instanceof Iq.Get) {
      return Future.all(reader.end(End.OLDEST), reader.end(End.NEWEST))
          .map(ends -> List.of(iq.result(MamAnswers.metadata(ends.resultAt(0), ends.resultAt(1)))));
    }
    if (!name.equals("query")) {
      return Future.succeededFuture(List.of(iq.error(FEATURE_NOT_IMPLEMENTED.error())));
    }
    if (iq instanceof Iq.Get) {
      return Future.succeededFuture(List.of(iq.result(MamQuery.form(MamQuery.Of.CHANNEL))));
    }
    return switch (MamQuery.read(iq.payload(), MamQuery.Of.CHANNEL)) {
      case MamQuery.Malformed(var error) -> Future.succeededFuture(List.of(iq.error(error)));
      case MamQuery.Ok(var query) ->
          reader
              .page(query, query.page().maxWithin(config.archivePageMax()))
              .map(found ->
                  switch (found) {
                    case ArchiveReader.Refused(var error) -> List.of(iq.error(error));
                    case ArchiveReader.Messages(var page) ->
                        MamAnswers.answers(iq, channel, query, page);
                  });
    };
  }
}
