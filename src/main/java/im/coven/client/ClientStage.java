package im.coven.client;

import im.coven.script.Scene;
import im.coven.script.Stage;
import im.coven.script.Step;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/// A stage on a running server: each client of the cast is an {@link XmppClient} with an account of
/// its own, one of those given, or made by in-band registration and removed at the end where the
/// server does that.
public final class ClientStage implements Stage, AutoCloseable {

  private static final Duration REMOVAL_LIMIT = Duration.ofSeconds(10);
  private static final String PASSWORD = "fair is foul";

  private final Endpoint endpoint;
  private final String suffix;
  private final Consumer<Scene> audience;
  private final Map<String, Endpoint> places = new HashMap<>();
  private final Map<String, Actor> actors = new LinkedHashMap<>();
  private final Deque<Account> given = new ArrayDeque<>();
  private Consumer<XmppClient> farewell = _ -> {};

  /// An account that is there already.
  public record Account(String user, String password) {}

  private record Actor(Account account, String resource, boolean isGiven) {}

  /// `suffix` is put behind each user name, so that a script can be played again.
  public ClientStage(Endpoint endpoint, String suffix, Consumer<Scene> audience) {
    this.endpoint = endpoint;
    this.suffix = suffix;
    this.audience = audience;
  }

  /// Lets a client of the cast connect elsewhere than the others.
  public ClientStage place(String name, Endpoint elsewhere) {
    places.put(name, elsewhere);
    return this;
  }

  /// Takes these accounts, in this order, before it makes any.
  public ClientStage with(List<Account> accounts) {
    given.addAll(accounts);
    return this;
  }

  /// What each client does when all is over, before its account is removed.
  public ClientStage endingWith(Consumer<XmppClient> words) {
    farewell = words;
    return this;
  }

  @Override
  public String account(String name, String address) {
    String wanted = address.isEmpty() ? name : address;
    String user = wanted.split("[@/]", 2)[0] + suffix;
    String resource = wanted.contains("/") ? wanted.substring(wanted.indexOf('/') + 1) : "";
    Account known = given.poll();
    Account account = known == null ? new Account(user, PASSWORD) : known;
    if (known == null) {
      try (var client = XmppClient.connect(at(name))) {
        client.register(user, PASSWORD);
      }
    }
    actors.put(name, new Actor(account, resource, known != null));
    return account.user() + "@" + endpoint.domain();
  }

  @Override
  public XmppClient enter(String name) {
    Actor actor = actors.get(name);
    if (actor == null) {
      throw new IllegalArgumentException(name + " has no account");
    }
    Account account = actor.account();
    return XmppClient.connect(at(name)).login(account.user(), account.password(), actor.resource());
  }

  private Endpoint at(String name) {
    return places.getOrDefault(name, endpoint);
  }

  @Override
  public void show(Scene scene) {
    audience.accept(scene);
  }

  /// Removes the accounts that were made, where the server does that (XEP-0077).
  @Override
  public void close() {
    for (var actor : actors.entrySet()) {
      String name = actor.getKey();
      try (XmppClient client = enter(name)) {
        farewell.accept(client);
        if (actor.getValue().isGiven()) {
          continue;
        }
        Element answer =
            client.ask(
                "<iq type='set' id='bye'><query xmlns='jabber:iq:register'><remove/></query></iq>",
                REMOVAL_LIMIT);
        if ("result".equals(answer.attr("type"))) {
          client.leave(Step.Manner.BREAKS_OFF);
        } else {
          show(new Scene.Said("The server does not remove the account of " + name + "."));
        }
      }
    }
    actors.clear();
  }
}
