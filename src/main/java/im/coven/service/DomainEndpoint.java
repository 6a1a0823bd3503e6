package im.coven.service;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.CONFLICT;
import static im.coven.stanza.StanzaError.Condition.FEATURE_NOT_IMPLEMENTED;
import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;
import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;
import static im.coven.stanza.StanzaError.Condition.JID_MALFORMED;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;
import static im.coven.stanza.StanzaError.Condition.NOT_ALLOWED;
import static im.coven.stanza.StanzaError.Condition.RESOURCE_CONSTRAINT;
import static im.coven.stanza.StanzaError.Condition.SERVICE_UNAVAILABLE;

import im.coven.channel.Channel;
import im.coven.channel.ChannelConfig;
import im.coven.channel.ChannelEvent;
import im.coven.channel.ChannelInfo;
import im.coven.channel.ChannelRequest;
import im.coven.channel.ConfigField;
import im.coven.channel.Dialect;
import im.coven.channel.EventCodec;
import im.coven.channel.Extension;
import im.coven.channel.Founding;
import im.coven.channel.ItemIds;
import im.coven.channel.JidVisibility;
import im.coven.channel.MiscRules;
import im.coven.channel.Room;
import im.coven.channel.StateCodec;
import im.coven.disco.DiscoInfo;
import im.coven.disco.DiscoItems;
import im.coven.jid.Jid;
import im.coven.mix.MixDisco;
import im.coven.mix.MixPubsub;
import im.coven.mix.MixRequests;
import im.coven.muc.MucDisco;
import im.coven.redis.ChannelStore;
import im.coven.redis.MadeStore;
import im.coven.replica.Reply;
import im.coven.rsm.Rsm;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// Stanzas that are addressed to a MIX domain: its discovery, and the making and ending of
/// channels. See XEP-0369 §6.1, §6.2, §7.3.
final class DomainEndpoint {

  private static final int KEY_BYTES = 32;
  private static final int AD_HOC_NAME_BYTES = 16;

  /// How many channels one page of disco#items holds where the asker names no number.
  private static final int LIST_CHUNK = 100;

  private final MixService service;
  private final ChannelHost host;
  private final MixConfig config;
  private final InstantSource clock;
  private final NickRegistry registry;
  private final List<String> features;
  private final SecureRandom random = new SecureRandom();

  DomainEndpoint(MixService service, ChannelHost host, MixConfig config, InstantSource clock) {
    this.service = service;
    this.host = host;
    this.config = config;
    this.clock = clock;
    MiscRules.Nicknames nicks = host.decider().misc().nicks();
    this.registry = new NickRegistry(service, host.store().nicks(), nicks);
    this.features = nicks == MiscRules.Nicknames.OFF ? List.of() : List.of(MixDisco.NICK_REGISTER);
  }

  /// Answers a request.
  Future<List<Stanza>> handle(Iq.Request iq, Jid domain, Jid from) {
    Element payload = iq.payload();
    Optional<Dialect> dialect = Dialect.of(payload.ns());
    if (dialect.isPresent()) {
      return command(iq, domain, from, dialect.get());
    }
    boolean get = iq instanceof Iq.Get;
    return switch (payload.ns()) {
      case DiscoInfo.NS -> get ? info(iq, domain, from) : done(iq.error(BAD_REQUEST.error()));
      case DiscoItems.NS -> get ? items(iq, domain, from) : done(iq.error(BAD_REQUEST.error()));
      case MixRequests.NS_MISC ->
          registry
              .answer(iq, domain, from.bare())
              .otherwise(_ -> iq.error(ChannelEndpoint.error(Reply.Failed.UNAVAILABLE)))
              .map(List::of);
      case "urn:xmpp:ping" -> done(get ? iq.result(null) : iq.error(BAD_REQUEST.error()));
      default -> done(iq.error(SERVICE_UNAVAILABLE.error()));
    };
  }

  private Future<List<Stanza>> command(Iq.Request iq, Jid domain, Jid from, Dialect dialect) {
    return switch (iq.payload().name()) {
      case "create" ->
          iq instanceof Iq.Set
              ? create(iq, domain, from.bare(), dialect)
              : done(iq.error(BAD_REQUEST.because("A command is a set")));
      case "destroy" ->
          iq instanceof Iq.Set
              ? destroy(iq, domain, from.bare())
              : done(iq.error(BAD_REQUEST.because("A command is a set")));
      case "join", "leave", "setnick", "update-subscription" ->
          done(iq.error(BAD_REQUEST.because("This is asked of a channel")));
      default -> done(iq.error(SERVICE_UNAVAILABLE.error()));
    };
  }

  /* ---- making and ending channels ---- */

  private Future<List<Stanza>> create(Iq.Request iq, Jid domain, Jid asker, Dialect dialect) {
    if (!config.mayCreate(domain, asker)) {
      return done(iq.error(FORBIDDEN.because("You may not create channels here")));
    }
    String given = iq.payload().attr("channel");
    boolean adHoc = given == null;
    String name = given == null ? hex(AD_HOC_NAME_BYTES) : given;
    Optional<Jid> channel = channel(name, domain);
    if (channel.isEmpty()) {
      return done(iq.error(JID_MALFORMED.because("This is not a name for a channel")));
    }
    String now = ItemIds.at(clock.instant());
    // The walk-through's clients join without a nick (H11).
    ChannelConfig initial =
        ChannelConfig.initial(asker, now, !adHoc && config.open(), dialect == Dialect.CORE_1);
    Optional<ChannelConfig> wished = MixPubsub.wished(iq.payload(), initial, channel.get());
    Set<Extension> offered = host.decider().extensions();
    if (wished.isEmpty()) {
      return done(iq.error(NOT_ACCEPTABLE.because("A field has a value that it cannot have")));
    }
    if (!wished.get().equals(initial) && !offered.contains(Extension.ADMIN)) {
      return done(iq.error(FEATURE_NOT_IMPLEMENTED.because("Channels are not configured here")));
    }
    ChannelConfig first = Extension.within(offered, wished.get());
    var created = new ChannelEvent.Created(founding(asker, adHoc, now, first));
    return make(channel.get(), asker, created, first)
        .map(outcome ->
            List.of(
                switch (outcome) {
                  case Made() ->
                      iq.result(
                          Element.builder("create", iq.payload().ns())
                              .attr("channel", name)
                              .build());
                  case Taken() -> iq.error(CONFLICT.because("There is such a channel"));
                  case Unmade(var error) -> iq.error(error);
                }));
  }

  /// How the making of a channel ended.
  sealed interface Making {}

  /// It is there.
  record Made() implements Making {}

  /// Another one is there.
  record Taken() implements Making {}

  /// It is not made, or that is not known.
  record Unmade(StanzaError error) implements Making {}

  /// Makes a channel because somebody enters its room: locked, open, and the JIDs of who comes by
  /// its MUC face are seen by moderators alone. See XEP-0045 §10.1.1.
  Future<Making> room(Jid channel, Jid maker) {
    if (!config.mayCreate(Jid.domain(channel.domainpart()), maker)) {
      return Future.succeededFuture(
          new Unmade(NOT_ALLOWED.because("You may not create rooms here")));
    }
    if (channel.localpart() == null || channel.localpart().indexOf('#') >= 0) {
      return Future.succeededFuture(
          new Unmade(JID_MALFORMED.because("This is not a name for a room")));
    }
    String now = ItemIds.at(clock.instant());
    var visibility = List.of(JidVisibility.MAYBE_VISIBLE.wire());
    ChannelConfig initial =
        ChannelConfig.initial(maker, now, true, true)
            .wished(Map.of(ConfigField.JID_VISIBILITY, visibility), channel)
            .map(wished -> Extension.within(host.decider().extensions(), wished))
            .orElseThrow();
    var created = new ChannelEvent.Created(founding(maker, false, now, initial));
    var settings = new ChannelEvent.RoomSet(Room.ENTERED);
    return make(channel, maker, ChannelEvent.of(List.of(created, settings)), initial);
  }

  private Founding founding(Jid maker, boolean adHoc, String now, ChannelConfig initial) {
    byte[] key = new byte[KEY_BYTES];
    random.nextBytes(key);
    return new Founding(maker, key, adHoc, new ChannelInfo(now, null, null, List.of()), initial);
  }

  private Future<Making> make(Jid channel, Jid maker, ChannelEvent event, ChannelConfig initial) {
    return host.made()
        .note(maker, channel, host.madeMax())
        .compose(note ->
            note == MadeStore.Note.FULL
                ? Future.<Making>succeededFuture(
                    new Unmade(RESOURCE_CONSTRAINT.because("You have made too many channels")))
                : make(channel, event, initial)
                    .<Making>map(done -> {
                      if (!done && note == MadeStore.Note.NEW) {
                        var _ = host.made().strike(maker, channel);
                      }
                      return done ? new Made() : new Taken();
                    }))
        .otherwise(cause ->
            new Unmade(
                ChannelEndpoint.error(
                    ChannelReplica.isNotDone(cause)
                        ? Reply.Failed.UNAVAILABLE
                        : Reply.Failed.UNSURE)));
  }

  private Future<Boolean> make(Jid channel, ChannelEvent event, ChannelConfig initial) {
    var append =
        new ChannelStore.Append(
            UUID.randomUUID().toString(),
            UUID.randomUUID().toString(),
            0,
            EventCodec.write(event),
            StateCodec.changes(event));
    return host.ends()
        .note(channel, initial.endOfLife())
        .compose(_ -> host.store().create(channel, append))
        .map(Optional::isPresent);
  }

  private Future<List<Stanza>> destroy(Iq.Request iq, Jid domain, Jid asker) {
    String name = iq.payload().attr("channel");
    if (name == null) {
      return done(iq.error(BAD_REQUEST.because("Name the channel")));
    }
    Optional<Jid> channel = channel(name, domain);
    if (channel.isEmpty()) {
      return done(iq.error(ITEM_NOT_FOUND.error()));
    }
    return service
        .carry(channel.get(), new ChannelRequest.Destroy(asker))
        .map(reply ->
            List.of(
                switch (reply) {
                  case Reply.Granted _ -> iq.result(null);
                  case Reply.Refused(var refusal) -> iq.error(refusal.error());
                  case Reply.Failed failed -> iq.error(ChannelEndpoint.error(failed));
                }));
  }

  /// A `#` would make encoded JIDs ambiguous (H20).
  private static Optional<Jid> channel(String name, Jid domain) {
    return name.indexOf('#') >= 0 || name.indexOf('@') >= 0 || name.indexOf('/') >= 0
        ? Optional.empty()
        : Jid.parse(name + "@" + domain).filter(jid -> jid.localpart() != null);
  }

  private String hex(int bytes) {
    byte[] name = new byte[bytes];
    random.nextBytes(name);
    return HexFormat.of().formatHex(name);
  }

  /* ---- discovery ---- */

  private Future<List<Stanza>> info(Iq.Request iq, Jid domain, Jid from) {
    String node = iq.payload().attr("node");
    return done(
        node == null
            ? iq.result(
                MixDisco.service(
                        config.name(),
                        config.searchable(),
                        config.mayCreate(domain, from.bare()),
                        features)
                    .with(config.muc().room(domain).map(MucDisco::mirrored))
                    .toElement(null))
            : iq.error(ITEM_NOT_FOUND.error()));
  }

  private Future<List<Stanza>> items(Iq.Request iq, Jid domain, Jid from) {
    if (iq.payload().attr("node") != null) {
      return done(iq.error(ITEM_NOT_FOUND.error()));
    }
    return list(iq, domain, found -> MixDisco.line(found, from.bare())).map(List::of);
  }

  /// Answers disco#items to a MUC domain, with the channels of `domain` as rooms. See XEP-0045
  /// §6.3.
  Future<Stanza> rooms(Iq.Request iq, Jid domain, Jid muc) {
    Jid asker = Objects.requireNonNull(iq.from()).bare();
    return list(
        iq,
        domain,
        found -> {
          Jid room = new Jid(found.address().localpart(), muc.domainpart(), null);
          return MucDisco.line(found, room, asker);
        });
  }

  private Future<Stanza> list(
      Iq.Request iq, Jid domain, Function<Channel, Optional<DiscoItems.Item>> line) {
    if (!config.searchable()) {
      return Future.succeededFuture(iq.result(new DiscoItems(List.of()).toElement(null)));
    }
    Rsm.Request page = Rsm.Request.in(iq.payload()).orElse(Rsm.Request.ALL);
    int max = page.maxWithin(config.listMax());
    String after = page.after() == null ? "" : page.after();
    return lines(domain, line, after, max + 1, new ArrayList<>())
        .<Stanza>map(lines -> iq.result(list(lines, max, !page.equals(Rsm.Request.ALL))))
        .otherwise(_ -> iq.error(ChannelEndpoint.error(Reply.Failed.UNAVAILABLE)));
  }

  private static Element list(List<DiscoItems.Item> lines, int max, boolean paged) {
    boolean more = lines.size() > max;
    List<DiscoItems.Item> page = more ? lines.subList(0, max) : lines;
    Element query = new DiscoItems(page).toElement(null);
    if (!paged && !more) {
      return query;
    }
    var set =
        page.isEmpty()
            ? new Rsm.Result(null, null, null, null)
            : new Rsm.Result(key(page.getFirst()), null, key(page.getLast()), null);
    return query.toBuilder().add(set.toElement()).build();
  }

  /// The channels that the asker may know of, in the order of their names.
  private Future<List<DiscoItems.Item>> lines(
      Jid domain,
      Function<Channel, Optional<DiscoItems.Item>> line,
      String after,
      int wanted,
      List<DiscoItems.Item> found) {
    if (found.size() >= wanted) {
      return Future.succeededFuture(found.subList(0, wanted));
    }
    return host.store()
        .list(domain.domainpart(), after, LIST_CHUNK)
        .compose(names -> {
          List<Future<Optional<DiscoItems.Item>>> looks =
              names.stream().map(name -> line(name, domain, line)).toList();
          return Future.all(looks)
              .compose(all -> {
                all.<Optional<DiscoItems.Item>>list().forEach(one -> one.ifPresent(found::add));
                return names.size() < LIST_CHUNK
                    ? Future.succeededFuture(found.subList(0, Math.min(wanted, found.size())))
                    : lines(domain, line, names.getLast(), wanted, found);
              });
        });
  }

  private Future<Optional<DiscoItems.Item>> line(
      String name, Jid domain, Function<Channel, Optional<DiscoItems.Item>> line) {
    Jid channel = new Jid(name, domain.domainpart(), null);
    return service.look(channel, line, _ -> Optional.empty());
  }

  private static String key(DiscoItems.Item item) {
    return Objects.requireNonNull(item.jid().localpart());
  }

  private static Future<List<Stanza>> done(@Nullable Stanza answer) {
    return Future.succeededFuture(answer == null ? List.of() : List.of(answer));
  }
}
