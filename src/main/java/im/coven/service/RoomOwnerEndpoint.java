package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;

import im.coven.channel.Channel;
import im.coven.channel.ChannelRequest;
import im.coven.channel.Decider;
import im.coven.channel.ItemIds;
import im.coven.channel.Role;
import im.coven.jid.Jid;
import im.coven.muc.Muc;
import im.coven.muc.RoomForm;
import im.coven.replica.Reply;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import io.vertx.core.Future;
import java.time.InstantSource;
import java.util.Optional;

/// What owners ask of a room: its configuration, and its end. See XEP-0045 §10.
final class RoomOwnerEndpoint {

  private final MixService mix;
  private final InstantSource clock;

  RoomOwnerEndpoint(MixService mix, InstantSource clock) {
    this.mix = mix;
    this.clock = clock;
  }

  /// What becomes of a request: an answer at once, or something asked of the channel.
  private sealed interface Step {}

  private record Answered(Iq answer) implements Step {}

  private record Asked(ChannelRequest request) implements Step {}

  Future<Stanza> answer(Iq.Request iq, Jid channel, Jid asker) {
    return mix.<Step>look(
            channel,
            found -> step(iq, found, asker),
            failed -> new Answered(iq.error(ChannelEndpoint.error(failed))))
        .compose(step ->
            switch (step) {
              case Answered(var answer) -> Future.<Stanza>succeededFuture(answer);
              case Asked(var request) -> carry(iq, channel, request);
            });
  }

  private Future<Stanza> carry(Iq.Request iq, Jid channel, ChannelRequest request) {
    return mix.carry(channel, request)
        .map(reply ->
            switch (reply) {
              case Reply.Granted _ -> iq.result(null);
              case Reply.Refused(var refused) -> iq.error(refused.error());
              case Reply.Failed failed -> iq.error(ChannelEndpoint.error(failed));
            });
  }

  private Step step(Iq.Request iq, Channel channel, Jid asker) {
    if (Decider.isHidden(channel, asker)) {
      return new Answered(iq.error(ITEM_NOT_FOUND.error()));
    }
    if (channel.role(asker) != Role.OWNER) {
      return new Answered(iq.error(FORBIDDEN.because("Only an owner can do this")));
    }
    if (iq instanceof Iq.Get) {
      Element form = RoomForm.of(channel);
      return new Answered(iq.result(Element.builder("query", Muc.NS_OWNER).add(form).build()));
    }
    Optional<Element> destroy = iq.payload().child("destroy");
    if (destroy.isPresent()) {
      return new Asked(new ChannelRequest.Destroy(asker));
    }
    if (!iq.payload().name().equals("query")) {
      return new Answered(iq.error(BAD_REQUEST.error()));
    }
    String now = ItemIds.at(clock.instant());
    return switch (RoomForm.read(channel, asker, iq.payload(), now)) {
      case RoomForm.Submitted(var request) -> new Asked(request);
      case RoomForm.Cancelled() ->
          channel.room().locked()
              ? new Asked(new ChannelRequest.Destroy(asker))
              : new Answered(iq.result(null));
      case RoomForm.Unfit(var error) -> new Answered(iq.error(error));
    };
  }
}
