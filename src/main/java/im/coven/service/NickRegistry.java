package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.CONFLICT;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.SERVICE_UNAVAILABLE;

import im.coven.channel.ChannelRequest;
import im.coven.channel.MiscRules.Nicknames;
import im.coven.channel.Registered;
import im.coven.jid.Jid;
import im.coven.jid.Nick;
import im.coven.mix.MixRequests;
import im.coven.redis.NickStore;
import im.coven.replica.Reply;
import im.coven.stanza.Iq;
import im.coven.xml.Element;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// The registration of nicks with a MIX domain. On a loop of its service. See XEP-0407 §3.
final class NickRegistry {

  /// How often a registration is tried anew because a nick was asked for meanwhile.
  private static final int ATTEMPTS_MAX = 3;

  private final MixService service;
  private final NickStore nicks;
  private final Nicknames rule;

  NickRegistry(MixService service, NickStore nicks, Nicknames rule) {
    this.service = service;
    this.nicks = nicks;
    this.rule = rule;
  }

  /// Completes what a channel has to know of a request that may bring a nick with it.
  static Future<ChannelRequest> informed(
      NickStore nicks, Nicknames rule, Jid channel, ChannelRequest request) {
    if (rule == Nicknames.OFF) {
      return Future.succeededFuture(request);
    }
    return switch (request) {
      case ChannelRequest.Join join ->
          claim(nicks, channel, join.from(), join.nick()).map(join::knowing);
      case ChannelRequest.SetNick set ->
          claim(nicks, channel, set.from(), set.nick()).map(set::knowing);
      case ChannelRequest.Enter enter ->
          claim(nicks, channel, enter.from(), enter.nick()).map(enter::knowing);
      default -> Future.succeededFuture(request);
    };
  }

  private static Future<Registered> claim(
      NickStore nicks, Jid channel, Jid asker, @Nullable String nick) {
    return nicks
        .claim(channel, asker, Optional.ofNullable(nick).flatMap(Nick::of))
        .map(claimed -> new Registered(claimed.owner(), claimed.own()));
  }

  /// Answers a request to the domain; a get is our extension (H50).
  Future<Iq> answer(Iq.Request iq, Jid domain, Jid asker) {
    if (!iq.payload().name().equals("register") || rule == Nicknames.OFF) {
      return Future.succeededFuture(iq.error(SERVICE_UNAVAILABLE.error()));
    }
    if (iq instanceof Iq.Get) {
      return nicks.registered(domain, asker).map(nick -> iq.result(register(nick.orElse(null))));
    }
    Optional<Element> given = iq.payload().child("nick");
    if (given.isPresent() && given.get().text().isBlank()) {
      return Future.succeededFuture(iq.error(BAD_REQUEST.because("The nick is empty")));
    }
    // See XEP-0407 §3: who names none is given a UUID.
    String wanted = given.map(Element::text).orElseGet(() -> UUID.randomUUID().toString());
    Optional<Nick> nick = Nick.of(wanted);
    return nick.isEmpty()
        ? Future.succeededFuture(iq.error(NOT_ACCEPTABLE.because("This is not a nick")))
        : register(domain, asker, nick.get())
            .map(done ->
                done
                    ? iq.result(register(nick.get().display()))
                    : iq.error(CONFLICT.because("The nick is taken")));
  }

  private static Element register(@Nullable String nick) {
    return Element.builder("register", MixRequests.NS_MISC).text("nick", nick).build();
  }

  private Future<Boolean> register(Jid domain, Jid asker, Nick nick) {
    return attempt(domain, asker, nick, List.of(), ATTEMPTS_MAX);
  }

  private Future<Boolean> attempt(
      Jid domain, Jid asker, Nick nick, List<NickStore.Use> idle, int left) {
    return nicks
        .register(domain, asker, nick, idle)
        .compose(outcome ->
            switch (outcome) {
              case NickStore.Registered(var former) -> spread(domain, asker, nick, former);
              case NickStore.Taken() -> Future.succeededFuture(false);
              case NickStore.Used(var uses) ->
                  anyBorne(uses, nick)
                      .compose(borne ->
                          borne || left == 0
                              ? Future.succeededFuture(false)
                              : attempt(domain, asker, nick, uses, left - 1));
            });
  }

  /// Whether one of these really bears the nick.
  private Future<Boolean> anyBorne(List<NickStore.Use> uses, Nick nick) {
    var looks = new ArrayList<Future<Boolean>>();
    for (NickStore.Use use : uses) {
      looks.add(
          service.look(
              use.channel(),
              found ->
                  found
                      .participant(use.jid())
                      .flatMap(who -> Optional.ofNullable(who.nick()).flatMap(Nick::of))
                      .filter(nick::isSameAs)
                      .isPresent(),
              why -> why != Reply.Failed.NO_CHANNEL));
    }
    return Future.all(looks).map(all -> all.<Boolean>list().contains(true));
  }

  /// The channels where the asker takes part are told. Where one is not, for it cannot be reached,
  /// to register the same nick again tells it.
  private Future<Boolean> spread(Jid domain, Jid asker, Nick nick, @Nullable String former) {
    return nicks
        .places(domain, asker)
        .compose(places ->
            Future.all(
                places.stream()
                    .map(channel ->
                        service.carry(
                            channel, new ChannelRequest.UseNick(asker, nick.display(), former)))
                    .toList()))
        .map(true)
        .otherwise(true);
  }
}
