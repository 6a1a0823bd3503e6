package im.coven.conform;

import im.coven.client.ClientStage;
import im.coven.client.Walkthrough.Dialect;
import im.coven.client.XmppClient;
import im.coven.client.XmppException;
import im.coven.conform.Outcome.Rows;
import im.coven.conform.Outcome.Verdict;
import im.coven.script.Bindings;
import im.coven.script.Peer;
import im.coven.script.Scene;
import im.coven.script.Script;
import im.coven.script.ScriptFailure;
import im.coven.script.ScriptRunner;
import im.coven.script.Stage;
import im.coven.script.Step;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;

/// Plays scripts of the suite at a server. Each has accounts and a channel name of its own, so that
/// one that fails does not disturb the next. Used by one thread.
public final class Performer {

  /// Says that what belongs to no conversation is passed over; see `acts.script`.
  private static final String NOISE = "nobody minds what the servers add";

  private final Target target;
  private final Offers offers;

  Performer(Target target, Offers offers) {
    this.target = target;
    this.offers = offers;
  }

  /// Asks a server what it offers in these dialects.
  ///
  /// @throws XmppException when it cannot be asked
  public static Performer at(Target target, List<Dialect> dialects) {
    return new Performer(target, Offers.of(target, dialects));
  }

  /// Plays scripts one after the other, in those of the dialects that each has, and says to
  /// `progress` which.
  ///
  /// @throws XmppException when the server cannot be asked what it offers
  public static Report playAll(
      Target target, List<Play> plays, List<Dialect> dialects, Consumer<String> progress) {
    Performer performer = at(target, dialects);
    var outcomes = new ArrayList<Outcome>();
    for (int i = 0; i < plays.size(); i++) {
      Play play = plays.get(i);
      progress.accept("%d of %d: %s".formatted(i + 1, plays.size(), play.id()));
      dialects.stream()
          .filter(play.dialects()::contains)
          .forEach(dialect -> outcomes.add(performer.play(play, dialect)));
    }
    return new Report(target, performer.offers.software(), outcomes, Requirements.load());
  }

  /// Plays a script in one of its dialects.
  public Outcome play(Play play, Dialect dialect) {
    Optional<String> missing = missing(play, dialect);
    if (missing.isPresent()) {
      return outcome(play, dialect, new Verdict.NotOffered(missing.get()), List.of());
    }
    String suffix = suffix();
    var clients =
        new ClientStage(target.endpoint(), suffix, _ -> {})
            .with(target.accounts())
            .endingWith(client -> tidies(client, "coven" + suffix, dialect));
    var stage = new Watched(clients);
    Verdict verdict = play(stage, play.script(dialect), given("coven" + suffix, dialect), dialect);
    try {
      clients.close();
    } catch (XmppException e) {
      // What could not be tidied away disturbs nobody: the next have other names.
    }
    return outcome(play, dialect, verdict, stage.marks);
  }

  private Optional<String> missing(Play play, Dialect dialect) {
    if (!offers.knows(dialect)) {
      return Optional.of("service " + dialect.core());
    }
    return play.needs().stream()
        .filter(need -> !offers.offers(need, dialect))
        .findFirst()
        .map(need -> need.words(dialect));
  }

  private Verdict play(Watched stage, Script script, Bindings given, Dialect dialect) {
    var runner = new ScriptRunner(stage, target.patience(), given).forgiving();
    try {
      runner.play(Script.parse(NOISE, Suite.acts(dialect)));
      runner.play(script);
      return new Verdict.Passed();
    } catch (ScriptFailure failure) {
      return new Verdict.Failed(failure.line(), failure.reason(), stage.words());
    } catch (XmppException broken) {
      return new Verdict.Failed(0, String.valueOf(broken.getMessage()), stage.words());
    } finally {
      end(runner);
    }
  }

  private static void end(ScriptRunner runner) {
    try {
      runner.end();
    } catch (XmppException e) {
      // A stream that is broken needs no end.
    }
  }

  private Bindings given(String name, Dialect dialect) {
    Map<String, String> given = new HashMap<>();
    given.put("domain", target.endpoint().domain());
    given.put("mix", target.mix());
    given.put("muc", target.muc());
    given.put("name", name);
    given.put("channel", name + "@" + target.mix());
    given.put("core", dialect.core());
    given.put("pam", dialect.pam());
    given.put("caps", Capable.version());
    given.put("caps.node", Capable.NODE);
    return new Bindings(given);
  }

  /// Leaves the channel, and destroys it where it is the client's.
  private void tidies(XmppClient client, String name, Dialect dialect) {
    client.ask(
        "<iq type='set' id='tidy1'><client-leave xmlns='%s' channel='%s@%s'><leave xmlns='%s'/>"
                .formatted(dialect.pam(), name, target.mix(), dialect.core())
            + "</client-leave></iq>",
        target.patience());
    client.ask(
        "<iq type='set' to='%s' id='tidy2'><destroy xmlns='%s' channel='%s'/></iq>"
            .formatted(target.mix(), dialect.core(), name),
        target.patience());
  }

  static String suffix() {
    return "-" + HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextInt());
  }

  /// Of a play at whose marks the first ones were reached: those that hold, and those that do not.
  private static Outcome outcome(Play play, Dialect dialect, Verdict verdict, List<Boolean> holds) {
    List<Step.Proves> marks = play.marks(dialect);
    var proved = new ArrayList<String>();
    var failed = new ArrayList<String>();
    var rest = new ArrayList<String>();
    boolean brokeOff = verdict instanceof Verdict.Failed && holds.size() < marks.size();
    for (int i = 0; i < marks.size(); i++) {
      List<String> requirements = marks.get(i).requirements();
      if (i < holds.size()) {
        (holds.get(i) ? proved : failed).addAll(requirements);
      } else {
        (brokeOff && i == holds.size() ? failed : rest).addAll(requirements);
      }
    }
    return new Outcome(play, dialect, verdict, new Rows(proved, failed, rest));
  }

  /// A stage of which everything is written down.
  private static final class Watched implements Stage {
    private final ClientStage clients;
    private final List<String> scenes = new ArrayList<>();
    private final List<Boolean> marks = new ArrayList<>();

    Watched(ClientStage clients) {
      this.clients = clients;
    }

    @Override
    public String account(String name, String address) {
      return clients.account(name, address);
    }

    @Override
    public Peer enter(String name) {
      return new Capable(clients.enter(name));
    }

    @Override
    public void show(Scene scene) {
      switch (scene) {
        case Scene.Proved _ -> marks.add(true);
        case Scene.Disproved _ -> marks.add(false);
        default -> scenes.add(scene.words());
      }
    }

    String words() {
      return String.join("\n", scenes);
    }
  }
}
