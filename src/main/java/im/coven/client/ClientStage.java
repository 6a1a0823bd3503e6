package im.coven.client;

import im.coven.script.Peer;
import im.coven.script.Scene;
import im.coven.script.Stage;
import im.coven.script.Step;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/// A stage on a running server: each client of the cast is an {@link XmppClient} with an account of
/// its own, made by in-band registration and removed at the end where the server does that.
public final class ClientStage implements Stage, AutoCloseable {

  private static final Duration REMOVAL_LIMIT = Duration.ofSeconds(10);
  private static final String PASSWORD = "fair is foul";

  private final Endpoint endpoint;
  private final String suffix;
  private final Consumer<Scene> audience;
  private final Map<String, Endpoint> places = new HashMap<>();
  private final Map<String, Actor> actors = new LinkedHashMap<>();

  private record Actor(String user, String resource) {}

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

  @Override
  public String account(String name, String address) {
    String wanted = address.isEmpty() ? name : address;
    String user = wanted.split("[@/]", 2)[0] + suffix;
    String resource = wanted.contains("/") ? wanted.substring(wanted.indexOf('/') + 1) : "";
    try (var client = XmppClient.connect(at(name))) {
      client.register(user, PASSWORD);
    }
    actors.put(name, new Actor(user, resource));
    return user + "@" + endpoint.domain();
  }

  @Override
  public Peer enter(String name) {
    return client(name);
  }

  /// Logs a client of the cast in.
  private XmppClient client(String name) {
    Actor actor = actors.get(name);
    if (actor == null) {
      throw new IllegalArgumentException(name + " has no account");
    }
    return XmppClient.connect(at(name)).login(actor.user(), PASSWORD, actor.resource());
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
    for (String name : actors.keySet()) {
      try (XmppClient client = client(name)) {
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
