package im.coven.service;

import im.coven.jid.Jid;
import im.coven.redis.InstanceLease;
import im.coven.redis.RedisConfig;
import im.coven.redis.RedisLink;
import im.coven.redis.RemovalStore;
import im.coven.redis.TestRedis;
import im.coven.sasl.Credentials;
import im.coven.sasl.ScramMechanism;
import im.coven.script.Bindings;
import im.coven.script.Peer;
import im.coven.script.Scene;
import im.coven.script.Script;
import im.coven.script.ScriptRunner;
import im.coven.script.Stage;
import im.coven.script.Step;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaCodec;
import im.coven.stream.StreamError;
import im.coven.xml.Element;
import im.coven.xml.XmlReader;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The accounts' server and the MIX service on a Redis of tests, with clients at the door's side of
/// them instead of sockets. Clients are spread over the places in the order of their coming.
final class AccountStage implements Stage, AutoCloseable {

  static final String DOMAIN = "shakespeare.example";
  static final String MIX = "mix.shakespeare.example";
  static final String MUC = "chat.shakespeare.example";

  private static final AccountSettings DEFAULTS = AccountSettings.of(Set.of(DOMAIN));

  /// Where the clients of a script are.
  enum Spread {
    ONE_LOOP(1, 1),
    TWO_LOOPS(1, 2),
    TWO_INSTANCES(2, 1);

    private final int instances;
    private final int loops;

    Spread(int instances, int loops) {
      this.instances = instances;
      this.loops = loops;
    }
  }

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Vertx vertx = Vertx.vertx();
  private final Set<String> dead = ConcurrentHashMap.newKeySet();
  private final List<Spot> spots = new ArrayList<>();
  private final Map<String, Jid> cast = new HashMap<>();
  private final AccountSettings settings;
  private final RedisConfig config;
  private int entered;

  private record Spot(Context context, RedisLink link, MixService mix, AccountServer server) {}

  private AccountStage(Spread spread, AccountSettings settings, String uri) {
    this.settings = settings;
    this.config = RedisConfig.DEFAULTS.withUri(uri).withPrefix("test-" + UUID.randomUUID());
    for (int i = 0; i < spread.instances; i++) {
      addInstance("instance" + i, spread.loops);
    }
  }

  static AccountStage open(Spread spread) {
    return open(spread, DEFAULTS);
  }

  static AccountStage open(Spread spread, AccountSettings settings) {
    return new AccountStage(spread, settings, TestRedis.uri());
  }

  /// Plays a script on a stage that is there for it alone.
  static void perform(Spread spread, String script) {
    try (var stage = open(spread)) {
      stage.play(script);
    }
  }

  /// A stage on a Redis of its own.
  static AccountStage on(String uri) {
    return on(uri, DEFAULTS);
  }

  static AccountStage on(String uri, AccountSettings settings) {
    return new AccountStage(Spread.ONE_LOOP, settings, uri);
  }

  /// Adds an instance of one loop, which knows of nothing yet; answers its place.
  int addInstance(String name) {
    addInstance(name, 1);
    return spots.size() - 1;
  }

  private void addInstance(String name, int count) {
    var loops = new ArrayList<MixService.Loop>();
    for (int i = 0; i < count; i++) {
      Context context = vertx.getOrCreateContext();
      loops.add(new MixService.Loop(context, on(context, () -> RedisLink.open(vertx, config))));
    }
    var mixConfig =
        new MixConfig(
            List.of(Jid.domain(MIX)),
            Set.of(DOMAIN),
            "Channels",
            true,
            true,
            MixConfig.Creators.LOCAL,
            250,
            500,
            MixConfig.Relays.ALL,
            Map.of(),
            new MucConfig(
                List.of(new MucConfig.Face(Jid.domain(MUC), Jid.domain(MIX))), "Rooms", 20));
    List<MixService> mix =
        wait(MixService.open(mixConfig, MixLimits.DEFAULT, loops, InstantSource.system()));
    var directory = new SessionDirectory();
    for (int i = 0; i < count; i++) {
      MixService.Loop loop = loops.get(i);
      MixService service = mix.get(i);
      var place = new AccountParts.Place(name, i);
      var parts =
          new AccountParts(
              loop.context(),
              loop.link(),
              service,
              directory,
              place,
              other -> !dead.contains(other),
              password -> Future.succeededFuture(new Credentials(Map.of())));
      AccountServer server =
          on(
              loop.context(),
              () -> {
                var made = new AccountServer(settings, parts);
                return made.start().map(made);
              });
      spots.add(new Spot(loop.context(), loop.link(), service, server));
    }
  }

  /// Plays a script on this stage.
  Bindings play(String script) {
    return new ScriptRunner(this, PATIENCE, Bindings.NONE).play(Script.parse(script));
  }

  /// Lets the other places take a place for dead.
  void declareDead(String place) {
    dead.add(place);
  }

  /// Gives a place's instance a lease and has it watch those of the others.
  void lease(int index, String id, int lastsMs) {
    Spot spot = spots.get(index);
    ask(
        index,
        () ->
            InstanceLease.take(vertx, spot.link(), id, lastsMs)
                .onSuccess(lease -> Burials.watch(vertx, lease, spot.server(), 100)));
  }

  /// Has a place look for empty channels, by another clock and other limits than those of all.
  void emptying(int index, InstantSource clock, MixLimits limits) {
    ask(
        index,
        () -> {
          EmptyChannels.watch(vertx, mix(index), clock, limits);
          return Future.succeededFuture();
        });
  }

  /// Cuts a place off from Redis for good.
  void kill(int index) {
    ask(
        index,
        () -> {
          spots.get(index).link().close();
          return Future.succeededFuture();
        });
  }

  /// The accounts that are being removed, for the loop of place 0.
  RemovalStore removals() {
    return new RemovalStore(spots.getFirst().link());
  }

  MixService mix(int index) {
    return spots.get(index).mix();
  }

  AccountServer server(int index) {
    return spots.get(index).server();
  }

  /// Asks one place's server on its loop.
  <T> T ask(int index, Supplier<Future<T>> call) {
    return on(spots.get(index).context(), call);
  }

  @Override
  public String account(String name, String address) {
    Jid jid = Jid.of(address.isEmpty() ? name + "@" + DOMAIN : address);
    cast.put(name, jid);
    ask(0, () -> server(0).register(jid.bare(), credentials()));
    return jid.bare().toString();
  }

  @Override
  public Peer enter(String name) {
    int index = entered++ % spots.size();
    return bind(index, Objects.requireNonNull(cast.get(name)));
  }

  /// Binds a resource at a place.
  Client bind(int index, Jid wanted) {
    Client client = new Client(spots.get(index));
    AccountServer.Binding binding =
        ask(index, () -> server(index).bind(wanted.bare(), wanted.resourcepart(), client));
    client.session =
        switch (binding) {
          case AccountServer.Bound(var session) -> session;
          case AccountServer.Unbound(var error) ->
              throw new IllegalStateException(error.condition().wire());
        };
    return client;
  }

  @Override
  public void show(Scene scene) {}

  static Credentials credentials() {
    byte[] bytes = {1, 2, 3};
    return new Credentials(
        Map.of(ScramMechanism.SCRAM_SHA_256, new Credentials.Verifier(bytes, 4096, bytes, bytes)));
  }

  @Override
  public void close() {
    for (Spot spot : spots) {
      on(
          spot.context(),
          () -> {
            spot.link().close();
            return Future.succeededFuture();
          });
    }
    wait(vertx.close());
  }

  private static <T> T on(Context context, Supplier<Future<T>> call) {
    Promise<T> promise = Promise.promise();
    context.runOnContext(_ -> {
      try {
        call.get().onComplete(promise);
      } catch (RuntimeException e) {
        promise.fail(e);
      }
    });
    return wait(promise.future());
  }

  private static <T> T wait(Future<T> future) {
    return future
        .toCompletionStage()
        .toCompletableFuture()
        .orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS)
        .join();
  }

  /// A client whose stream is a queue.
  static final class Client implements ClientStream, Peer {
    private final Spot spot;
    private final BlockingQueue<Element> inbox = new LinkedBlockingQueue<>();
    private @Nullable Session session;

    private Client(Spot spot) {
      this.spot = spot;
    }

    @Override
    public String address() {
      return session().address().toString();
    }

    private Session session() {
      return Objects.requireNonNull(session);
    }

    @Override
    public void send(String xml) {
      for (Element element :
          XmlReader.parse("<x xmlns='jabber:client'>" + xml + "</x>").children()) {
        switch (StanzaCodec.read(element)) {
          case StanzaCodec.Ok(var stanza) ->
              spot.context()
                  .runOnContext(_ -> session().receive(stanza.withFrom(session().address()), 0));
          case StanzaCodec.Refused(var reply) ->
              throw new IllegalArgumentException(String.valueOf(reply));
        }
      }
    }

    @Override
    public Optional<Element> receive(Duration limit) {
      try {
        return Optional.ofNullable(inbox.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    public void leave(Step.Manner manner) {
      end(List.of());
    }

    /// Sends what the arguments make of a format.
    void send(String format, Object first, Object... rest) {
      var all = new ArrayList<Object>(List.of(first));
      all.addAll(List.of(rest));
      send(format.formatted(all.toArray()));
    }

    /// Ends the stream with these stanzas unacknowledged.
    void end(List<Stanza> unacknowledged) {
      on(
          spot.context(),
          () -> {
            session().ended(unacknowledged);
            return Future.succeededFuture();
          });
    }

    @Override
    public void send(Stanza stanza) {
      inbox.add(stanza.toElement());
    }

    @Override
    public void send(byte[] head, byte[] tail, Urgency urgency) {
      String text =
          new String(head, StandardCharsets.UTF_8)
              + address()
              + new String(tail, StandardCharsets.UTF_8);
      inbox.add(XmlReader.parse(text, Stanza.NS));
    }

    @Override
    public void moved() {}

    @Override
    public void leave(StreamError error) {
      close(error);
    }

    @Override
    public void close(StreamError error) {
      inbox.add(
          Element.builder("error", "http://etherx.jabber.org/streams")
              .add(Element.of(error.condition().wire(), StreamError.NS))
              .build());
      session().ended(List.of());
    }
  }
}
