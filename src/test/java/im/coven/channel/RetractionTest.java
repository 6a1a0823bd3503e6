package im.coven.channel;

import static im.coven.channel.ChannelFixture.COVEN;
import static im.coven.channel.ChannelFixture.OWNER;
import static im.coven.channel.ChannelFixture.body;
import static im.coven.channel.ChannelFixture.publish;
import static im.coven.channel.ChannelFixture.word;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.ChannelRequest.Retract;
import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.stanza.Message;
import im.coven.xml.Element;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may retract which message.
class RetractionTest {

  private static final Duration HOUR = Duration.ofHours(1);

  private final ChannelFixture fixture = ChannelFixture.named();

  /// Everybody is there who can be; the author says something. `own` and `any` are the fields of
  /// the configuration.
  private Retract.Found scene(boolean own, String any) {
    fixture.under(MiscRules.DEFAULT);
    configure(
        Map.of(
            ConfigField.ADMINISTRATOR, List.of(jid("administrator").toString()),
            ConfigField.USER_MESSAGE_RETRACTION, List.of(String.valueOf(own)),
            ConfigField.ADMINISTRATOR_MESSAGE_RETRACTION_RIGHTS, List.of(any)));
    for (String who : List.of("owner", "administrator", "author", "participant", "banned")) {
      fixture.join(jid(who).toString(), who);
    }
    fixture.ask(publish(jid("author"), body("Fair is foul")));
    var found = found(jid("author"));
    fixture.ask(new ChannelRequest.Grant(OWNER, jid("banned"), Access.BANNED));
    return found;
  }

  @ParameterizedTest
  @Requirement("MISC-04-008")
  @Requirement("MISC-04-009")
  @Requirement("MISC-04-010")
  @CsvSource({
    "false, nobody, owner,         forbidden",
    "false, nobody, author,        forbidden",
    "false, owners, owner,         published",
    "false, owners, administrator, forbidden",
    "false, owners, author,        forbidden",
    "false, owners, participant,   forbidden",
    "false, owners, stranger,      forbidden",
    "false, owners, banned,        forbidden",
    "false, admins, owner,         published",
    "false, admins, administrator, published",
    "false, admins, participant,   forbidden",
    "true,  nobody, owner,         forbidden",
    "true,  nobody, administrator, forbidden",
    "true,  nobody, author,        published",
    "true,  nobody, participant,   forbidden",
    "true,  nobody, stranger,      forbidden",
    "true,  nobody, banned,        forbidden",
    "true,  admins, author,        published",
  })
  void aRoleMayRetractWhatTheConfigurationSays(boolean own, String any, String who, String answer) {
    var found = scene(own, any);
    assertThat(word(fixture.decide(retract(jid(who), found)))).isEqualTo(answer);
  }

  @ParameterizedTest
  @Requirement("MISC-04-001")
  @Requirement("MISC-04-004")
  @Requirement("MISC-04-005")
  @Requirement("MISC-04-007")
  @CsvSource({
    "off, malformed, stranger,    feature-not-implemented",
    "on,  malformed, stranger,    bad-request",
    "on,  malformed, author,      bad-request",
    "on,  unknown,   stranger,    forbidden",
    "on,  unknown,   author,      item-not-found",
    "on,  unknown,   participant, item-not-found",
    "on,  known,     participant, forbidden",
    "on,  known,     author,      published",
  })
  void refusalsComeInOrderOfPrecedence(String rule, String target, String who, String answer) {
    var found = scene(true, "owners");
    var rules = MiscRules.DEFAULT;
    fixture.under(
        new MiscRules(
            rule.equals("on"),
            rules.retractionAge(),
            rules.avatarBytesMax(),
            rules.invitation(),
            rules.nicks()));
    var request = retract(jid(who), target.equals("known") ? found : null);
    var malformed = new Retract(request.from(), request.message(), null, null, request.now());
    assertThat(word(fixture.decide(target.equals("malformed") ? malformed : request)))
        .isEqualTo(answer);
  }

  @ParameterizedTest
  @Requirement("MISC-04-002")
  @CsvSource({
    "3600000, author, published",
    "3600001, author, not-allowed",
    "3600001, owner,  not-allowed",
    "3600001, participant, forbidden",
  })
  void anOldMessageStays(long ageMs, String who, String answer) {
    var found = scene(true, "owners");
    fixture.under(new MiscRules(true, HOUR, 1, HOUR, MiscRules.Nicknames.OFF));
    var now = Instant.ofEpochMilli(found.entry().ms() + ageMs);
    var request = new Retract(jid(who), retraction(jid(who)), "id", found, now);
    assertThat(word(fixture.decide(request))).isEqualTo(answer);
  }

  @Test
  @Requirement("MISC-04-009")
  void aMessageIsOnesOwnUnderAnotherNickAndAfterJoiningAgain() {
    var found = scene(true, "nobody");
    fixture.ask(new ChannelRequest.SetNick(jid("author"), "another"));
    fixture.ask(new ChannelRequest.Leave(jid("author")));
    fixture.join(jid("author").toString(), "a third");
    assertThat(word(fixture.decide(retract(jid("author"), found)))).isEqualTo("published");
  }

  @Test
  @Requirement("MISC-04-016")
  void whatWasRetractedIsThereNoMore() {
    var found = scene(true, "owners");
    fixture.ask(retract(jid("owner"), found));
    assertThat(word(fixture.decide(retract(jid("author"), found)))).isEqualTo("item-not-found");
    assertThat(fixture.channel.retraction(found.entry()))
        .hasValueSatisfying(done -> assertThat(done.jid()).isEqualTo(jid("owner")));
  }

  /// Whatever is retracted by whomever in whatever order: each message at most once, by somebody
  /// who may, and the stored state says the same as the applied one.
  @Property(tries = 200)
  @Requirement("MISC-04-016")
  void aRetractionHappensOnceAndIsKept(@ForAll("attempts") List<Attempt> attempts) {
    var scene = new RetractionTest();
    scene.scene(true, "admins");
    var meta = new HashMap<String, String>();
    var messages = new ArrayList<Retract.Found>();
    var retracted = new HashMap<EntryId, Jid>();
    for (Attempt attempt : attempts) {
      Jid who = jid(attempt.who());
      scene.fixture.ask(publish(who, body("a")));
      messages.add(scene.found(who));
      var found = messages.get(Math.floorMod(attempt.message(), messages.size()));
      var decision = scene.fixture.ask(scene.retract(who, found));
      boolean may = found.author().equals(scene.id(who)) || !attempt.who().equals("author");
      boolean first = !retracted.containsKey(found.entry());
      assertThat(word(decision))
          .isEqualTo(!first ? "item-not-found" : may ? "published" : "forbidden");
      if (decision instanceof Decision.Accepted(var event, _)) {
        retracted.put(found.entry(), who);
        for (StateChange change : StateCodec.changes(event)) {
          meta.put(change.field(), ((StateChange.Put) change).value());
        }
      }
    }
    retracted.forEach((entry, who) ->
        assertThat(scene.fixture.channel.retraction(entry))
            .hasValueSatisfying(done -> assertThat(done.jid()).isEqualTo(who)));
    assertThat(meta.keySet())
        .containsExactlyInAnyOrderElementsOf(
            retracted.keySet().stream().map(entry -> "retracted " + entry).toList());
    assertThat(stored(scene.fixture, meta))
        .containsExactlyInAnyOrderEntriesOf(applied(scene, retracted));
  }

  record Attempt(String who, int message) {}

  @Provide
  Arbitrary<List<Attempt>> attempts() {
    return Combinators.combine(
            Arbitraries.of("owner", "administrator", "author"), Arbitraries.integers())
        .as(Attempt::new)
        .list()
        .ofMaxSize(20);
  }

  private static Map<EntryId, Retraction> applied(
      RetractionTest scene, Map<EntryId, Jid> retracted) {
    var all = new HashMap<EntryId, Retraction>();
    retracted
        .keySet()
        .forEach(entry -> all.put(entry, scene.fixture.channel.retraction(entry).orElseThrow()));
    return all;
  }

  private static Map<EntryId, Retraction> stored(ChannelFixture fixture, Map<String, String> meta) {
    var whole = new HashMap<>(meta);
    StateCodec.changes(new ChannelEvent.Created(fixture.founding())).stream()
        .filter(change -> change.hash().equals("meta"))
        .forEach(change -> whole.put(change.field(), ((StateChange.Put) change).value()));
    var state = new StoredState("epoch", EntryId.ZERO, 1, whole, Map.of(), Map.of(), Map.of());
    Channel loaded = StateCodec.read(COVEN, state);
    var all = new HashMap<EntryId, Retraction>();
    for (String field : meta.keySet()) {
      EntryId entry = EntryId.parse(field.substring(field.indexOf(' ') + 1));
      all.put(entry, loaded.retraction(entry).orElseThrow());
    }
    return all;
  }

  private void configure(Map<ConfigField, List<String>> changes) {
    fixture.ask(new ChannelRequest.Configure(OWNER, ChannelFixture.MADE, changes));
  }

  private static Jid jid(String who) {
    return who.equals("owner") ? OWNER : Jid.of(who + "@shakespeare.example");
  }

  private String id(Jid who) {
    return fixture.channel.ids().participantId(who);
  }

  /// The message that was sent last.
  private Retract.Found found(Jid author) {
    return new Retract.Found(fixture.channel.position(), id(author));
  }

  private Retract retract(Jid who, Retract.@org.jspecify.annotations.Nullable Found found) {
    return new Retract(who, retraction(who), "id", found, Instant.ofEpochMilli(9_000_000));
  }

  private static Message retraction(Jid who) {
    Element retract = Element.builder("retract", "urn:xmpp:mix:misc:0").attr("id", "id").build();
    return new Message(who, COVEN, "r1", Message.Type.GROUPCHAT, null, List.of(retract));
  }
}
