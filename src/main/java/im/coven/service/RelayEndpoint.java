package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;

import im.coven.channel.EncodedJid;
import im.coven.channel.Relaying;
import im.coven.jid.Jid;
import im.coven.stanza.Iq;
import im.coven.stanza.Message;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import io.vertx.core.Future;
import java.util.Objects;
import java.util.Optional;

/// Stanzas that are addressed to a participant's encoded JID. See XEP-0403 §4.5, §4.6.
final class RelayEndpoint {

  private final MixService mix;
  private final MixConfig.Relays rules;

  RelayEndpoint(MixService mix, MixConfig.Relays rules) {
    this.mix = mix;
    this.rules = rules;
  }

  /// What becomes of a stanza to an encoded JID: it goes on as `onward`, or its sender is told
  /// `refusal`, or neither.
  record Relayed(Optional<Stanza> onward, Optional<Stanza> refusal) {}

  /// Finds the way of a stanza that is addressed to a participant's encoded JID; its `from` is a
  /// real address. Never fails.
  Future<Relayed> relay(Stanza stanza) {
    Optional<EncodedJid> to = EncodedJid.read(Objects.requireNonNull(stanza.to()));
    Jid from = Objects.requireNonNull(stanza.from());
    if (to.isEmpty()) {
      return Future.succeededFuture(refused(stanza, ITEM_NOT_FOUND.error()));
    }
    Relaying.Kind kind;
    switch (stanza) {
      case Presence _ -> {
        return Future.succeededFuture(new Relayed(Optional.empty(), Optional.empty()));
      }
      case Message message -> {
        switch (message.type()) {
          case NORMAL, CHAT -> kind = Relaying.Kind.MESSAGE;
          case ERROR -> kind = Relaying.Kind.ANSWER;
          default -> {
            return Future.succeededFuture(
                refused(stanza, BAD_REQUEST.because("Messages to all go to the channel itself")));
          }
        }
      }
      case Iq.Request request -> {
        if (!rules.allow(request.payload())) {
          return Future.succeededFuture(refused(stanza, NOT_ALLOWED.error()));
        }
        kind =
            VcardService.isVcard(request.payload()) ? Relaying.Kind.VCARD : Relaying.Kind.REQUEST;
      }
      case Iq.Result _, Iq.Error _ -> kind = Relaying.Kind.ANSWER;
    }
    return mix.look(
        to.get().channel(),
        found -> relayed(stanza, Relaying.route(found, to.get(), from, kind)),
        failed -> refused(stanza, ChannelEndpoint.error(failed)));
  }

  private static Relayed relayed(Stanza stanza, Relaying.Route route) {
    return switch (route) {
      case Relaying.Onward(var from, var to) ->
          new Relayed(Optional.of(stanza.withFrom(from).withTo(to)), Optional.empty());
      case Relaying.Refused(var error) -> refused(stanza, error);
    };
  }

  private static Relayed refused(Stanza stanza, StanzaError error) {
    return new Relayed(Optional.empty(), Refusal.of(stanza, error));
  }
}
