package im.coven.channel;

import static im.coven.channel.ChannelFixture.OWNER;
import static im.coven.channel.ChannelFixture.body;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.jid.Nick;
import im.coven.stanza.Message;
import im.coven.stanza.Presence;
import im.coven.xml.Element;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/// Whatever is asked, in whatever order: the stored state is the applied state, and what must hold
/// of a channel holds.
class ChannelPropertyTest {

  private static final List<String> NICKS =
      List.of("-", "hag", "HAG", "third witch", "a\\b\nc", "Ünïcode ☠");

  @Property(tries = 300)
  @Requirement("CORE-04-026")
  void theStoredStateIsTheAppliedState(@ForAll("requests") List<ChannelRequest> requests) {
    var fixture = ChannelFixture.legacy();
    var hashes = new HashMap<String, Map<String, String>>();
    List.of("meta", "participants", "access", "presence")
        .forEach(name -> hashes.put(name, new HashMap<>()));
    store(new ChannelEvent.Created(fixture.founding()), hashes);
    for (ChannelRequest request : requests) {
      if (fixture.ask(request) instanceof Decision.Accepted(var event, _)) {
        store(event, hashes);
      }
    }
    var stored =
        new StoredState(
            "epoch",
            fixture.channel.position(),
            fixture.channel.version(),
            hashes.getOrDefault("meta", Map.of()),
            hashes.getOrDefault("participants", Map.of()),
            hashes.getOrDefault("access", Map.of()),
            hashes.getOrDefault("presence", Map.of()));
    Channel loaded = StateCodec.read(ChannelFixture.COVEN, stored);
    assertThat(loaded.participants())
        .containsExactlyInAnyOrderElementsOf(fixture.channel.participants());
    assertThat(loaded.presence().all())
        .containsExactlyInAnyOrderElementsOf(fixture.channel.presence().all());
    assertThat(loaded.presence().size()).isEqualTo(loaded.presence().all().size());
    for (PresenceItem item : loaded.presence().all()) {
      Participant who = subject(loaded, item);
      assertThat(item.face().nick()).isEqualTo(who.nick());
      assertThat(item.face().jid() != null).isEqualTo(loaded.shows(who));
      assertThat(item.face().resource().equals(item.resource())).isEqualTo(loaded.shows(who));
      assertThat(loaded.realResource(who, item.face().resource())).contains(item.resource());
    }
    assertThat(loaded.observers()).isEqualTo(fixture.channel.observers());
    assertThat(loaded.dialects()).isEqualTo(fixture.channel.dialects());
    assertThat(loaded.info()).isEqualTo(fixture.channel.info());
    assertThat(loaded.config()).isEqualTo(fixture.channel.config());
    for (Access list : Access.values()) {
      assertThat(loaded.listed(list)).isEqualTo(fixture.channel.listed(list));
    }
    assertThat(loaded.subject()).isEqualTo(fixture.channel.subject());
    for (MixNode node : Avatars.NODES) {
      assertThat(loaded.avatar(node)).isEqualTo(fixture.channel.avatar(node));
    }
    for (Jid who : people()) {
      assertThat(loaded.role(who)).isEqualTo(fixture.channel.role(who));
      assertThat(loaded.participant(who)).isEqualTo(fixture.channel.participant(who));
    }
  }

  private static Participant subject(Channel channel, PresenceItem item) {
    Jid guest = item.guest();
    return guest == null
        ? channel.participant(item.id()).orElseThrow()
        : channel.outsider(guest, Set.of());
  }

  @Property(tries = 500)
  @Requirement("ADMIN-02-052")
  @Requirement("ADMIN-02-057")
  void whoObservesOrIsPresentIsPermittedTo(@ForAll("requests") List<ChannelRequest> requests) {
    var fixture = ChannelFixture.named();
    for (ChannelRequest request : requests) {
      fixture.ask(request);
      Channel channel = fixture.channel;
      channel
          .observers()
          .forEach((jid, nodes) -> {
            assertThat(channel.participant(jid)).isEmpty();
            assertThat(nodes)
                .isNotEmpty()
                .allMatch(node ->
                    channel.has(node)
                        && Sorting.maySubscribe(channel.config(), channel.role(jid), node));
          });
      for (PresenceItem item : channel.presence().all()) {
        assertThat(channel.has(MixNode.PRESENCE)).isTrue();
        Jid guest = item.guest();
        if (guest == null) {
          assertThat(channel.participant(item.id())).isPresent();
        } else {
          assertThat(channel.participant(guest)).isEmpty();
          assertThat(channel.admits(guest)).isTrue();
          assertThat(channel.config().is(ConfigField.OPEN_PRESENCE)).isTrue();
        }
      }
    }
  }

  @Property(tries = 300)
  @Requirement("CORE-04-028")
  @Requirement("CORE-04-016")
  void noTwoParticipantsShareANickOrAnId(@ForAll("requests") List<ChannelRequest> requests) {
    var fixture = ChannelFixture.legacy();
    var ids = new HashMap<String, Jid>();
    for (ChannelRequest request : requests) {
      fixture.ask(request);
      var nicks = new HashSet<String>();
      for (Participant participant : fixture.channel.participants()) {
        Jid before = ids.put(participant.id(), participant.jid());
        assertThat(before == null || before.equals(participant.jid())).isTrue();
        if (participant.nick() != null) {
          assertThat(nicks.add(Nick.of(participant.nick()).orElseThrow().key())).isTrue();
        }
      }
    }
  }

  @Property(tries = 500)
  @Requirement("ADMIN-02-007")
  @Requirement("ADMIN-02-064")
  @Requirement("ANON-02-008")
  @Requirement("ANON-02-009")
  @Requirement("ANON-02-011")
  void everyParticipantIsOneThatTheConfigurationPermits(
      @ForAll("requests") List<ChannelRequest> requests) {
    var fixture = ChannelFixture.named();
    for (ChannelRequest request : requests) {
      fixture.ask(request);
      Channel channel = fixture.channel;
      ChannelConfig config = channel.config();
      assertThat(config.owners()).isNotEmpty();
      for (Participant participant : channel.participants()) {
        Role role = channel.role(participant.jid());
        assertThat(role).isGreaterThanOrEqualTo(Role.PARTICIPANT);
        assertThat(participant.nodes())
            .allMatch(node -> channel.has(node) && Sorting.maySubscribe(config, role, node));
        assertThat(config.jidVisibility().agreesWith(participant.preferences())).isTrue();
        assertThat(participant.nick() != null || config.shows(participant)).isTrue();
        assertThat(participant.nick() != null || !config.is(ConfigField.MANDATORY_NICKS)).isTrue();
      }
    }
  }

  @Property(tries = 1000)
  @Requirement("CORE-04-012")
  @Requirement("CORE-04-013")
  void aParticipantIdIsPlainInEveryPartOfAnAddress(@ForAll long number) {
    var fixture = ChannelFixture.named();
    String id = fixture.channel.ids().participantId(Jid.of("u" + Math.abs(number) + "@b.example"));
    assertThat(id).matches("[0-9a-f]{26}");
    assertThat(Jid.of(id + "@b.example/" + id)).isEqualTo(new Jid(id, "b.example", id));
  }

  @Property(tries = 1000)
  @Requirement("CORE-07-070")
  void anArchiveIdReadsBackAndNamesOneEntryOnly(@ForAll long ms, @ForAll int seq) {
    var ids = ChannelFixture.named().channel.ids();
    var entry = new EntryId(ms & ((1L << 50) - 1), seq & Integer.MAX_VALUE);
    assertThat(ids.entry(ids.archiveId(entry))).contains(entry);
    assertThat(ids.entry("0" + ids.archiveId(entry))).isEmpty();
    assertThat(ids.entry("not an id of ours, but just as long!".substring(0, 32))).isEmpty();
  }

  @Property(tries = 1000)
  @Requirement("ANON-02-014")
  @Requirement("ANON-02-015")
  @Requirement("ANON-02-016")
  @Requirement("ANON-02-017")
  @Requirement("ANON-02-018")
  void aHiddenResourceIsReadBackByTheChannelAlone(@ForAll String real) {
    // Two replicas of one channel, and another channel.
    var ids = ChannelFixture.named().channel.ids();
    var elsewhere = ChannelFixture.named().channel.ids();
    var other = new ChannelIds(new byte[32]);
    ids.resource("id", real)
        .ifPresentOrElse(
            shown -> {
              assertThat(Jid.resourcepartOf(shown)).contains(shown);
              assertThat(elsewhere.resource("id", real)).contains(shown);
              assertThat(elsewhere.realResource("id", shown)).contains(real);
              assertThat(elsewhere.realResource("other id", shown)).isEmpty();
              assertThat(other.realResource("id", shown)).isEmpty();
              assertThat(other.resource("id", real)).isPresent().get().isNotEqualTo(shown);
            },
            () -> assertThat(real.getBytes(StandardCharsets.UTF_8)).hasSizeGreaterThan(700));
    assertThat(ids.realResource("id", real)).isEmpty();
  }

  @Provide
  Arbitrary<List<ChannelRequest>> requests() {
    Arbitrary<Jid> who = Arbitraries.of(people());
    Arbitrary<String> nick = Arbitraries.of(NICKS);
    Arbitrary<String> node =
        Arbitraries.of(MixNode.values()).map(MixNode::wire).edgeCases(e -> e.add("nonsense"));
    Arbitrary<List<String>> nodes = node.list().ofMaxSize(4);
    Arbitrary<Dialect> dialect = Arbitraries.of(Dialect.values());
    Arbitrary<ChannelRequest> join =
        Combinators.combine(who, nick, nodes, dialect)
            .as((jid, name, wanted, spoken) ->
                new ChannelRequest.Join(jid, name.equals("-") ? null : name, wanted, spoken, null));
    Arbitrary<ChannelRequest> observe =
        Combinators.combine(who, node).as(ChannelRequest.Observe::new);
    Arbitrary<ChannelRequest> unobserve =
        Combinators.combine(who, node).as(ChannelRequest.Unobserve::new);
    Arbitrary<ChannelRequest> leave = who.map(ChannelRequest.Leave::new);
    Arbitrary<ChannelRequest> setNick =
        Combinators.combine(who, nick).as(ChannelRequest.SetNick::new);
    Arbitrary<ChannelRequest> update =
        Combinators.combine(who, nodes, nodes).as(ChannelRequest.UpdateSubscription::new);
    Arbitrary<ChannelRequest> publish =
        Combinators.combine(who, Arbitraries.of("body", "subject"), nick)
            .as((jid, name, text) -> message(jid, name, text));
    Arbitrary<ChannelRequest> ban =
        Combinators.combine(who, who, Arbitraries.of(Access.BANNED, Access.ALLOWED))
            .as(ChannelRequest.Grant::new);
    Arbitrary<ChannelRequest> pardon =
        Combinators.combine(who, who, Arbitraries.of(Access.values()))
            .as(ChannelRequest.Revoke::new);
    Arbitrary<ChannelRequest> purge =
        Combinators.combine(who, Arbitraries.of(Access.values())).as(ChannelRequest.Purge::new);
    Arbitrary<ChannelRequest> info =
        Combinators.combine(who, nick)
            .as((jid, name) ->
                new ChannelRequest.SetInfo(
                    jid,
                    ChannelFixture.MADE,
                    Map.of(
                        InfoField.NAME, List.of(name),
                        InfoField.DESCRIPTION, List.of("two\nlines"),
                        InfoField.CONTACT, List.of(jid.toString()))));
    return Arbitraries.oneOf(
            presence(),
            presence(),
            presence(),
            join,
            join,
            observe,
            observe,
            unobserve,
            leave,
            setNick,
            update,
            publish,
            ban,
            pardon,
            purge,
            info,
            avatar(),
            preferences(),
            configure(),
            configure())
        .list()
        .ofMaxSize(30);
  }

  private static Arbitrary<ChannelRequest> presence() {
    return Combinators.combine(
            Arbitraries.of(people()),
            Arbitraries.of("a", "b/c", "ü\\"),
            Arbitraries.of(NICKS),
            Arbitraries.of(0, 1, 2))
        .as(ChannelPropertyTest::presence);
  }

  private static ChannelRequest presence(Jid who, String resource, String text, int what) {
    Jid client = who.withResource(resource);
    var says =
        new Presence(
            client,
            ChannelFixture.COVEN,
            null,
            Presence.Type.AVAILABLE,
            what == 1 ? "en" : null,
            List.of(Element.text("status", "jabber:client", text)));
    return new ChannelRequest.ShowPresence(
        ChannelFixture.COVEN,
        List.of(
            what == 0
                ? new PresenceRequest.Hide(client, null)
                : new PresenceRequest.Show(client, text, says, what == 2)));
  }

  private static Arbitrary<ChannelRequest> preferences() {
    return Combinators.combine(
            Arbitraries.of(people()), Arbitraries.of(Preference.values()), Arbitraries.integers())
        .as((jid, preference, n) -> {
          List<String> options = preference.options();
          String value = options.get(Math.floorMod(n, options.size()));
          return new ChannelRequest.SetPreferences(jid, Map.of(preference, value));
        });
  }

  private static Arbitrary<ChannelRequest> avatar() {
    String wire = MixNode.AVATAR_DATA.wire();
    return Combinators.combine(Arbitraries.of(people()), Arbitraries.of("YQ==", "Yg==", ""))
        .as((jid, image) ->
            image.isEmpty()
                ? new ChannelRequest.RemoveAvatar(
                    jid, MixNode.AVATAR_DATA, "86f7e437faa5a7fce15d1ddcb9eaeaea377667b8")
                : new ChannelRequest.SetAvatar(
                    jid, MixNode.AVATAR_DATA, "", Element.text("data", wire, image)));
  }

  /// A field gets one of its values, some people, a time, or none.
  private static Arbitrary<ChannelRequest> configure() {
    return Combinators.combine(
            Arbitraries.of(OWNER, people().get(1)),
            Arbitraries.of(ConfigField.values()),
            Arbitraries.integers(),
            Arbitraries.of(people()).list().ofMaxSize(3))
        .as((jid, field, n, some) -> {
          List<String> options =
              switch (field.kind()) {
                case FLAG -> List.of("true", "false");
                case TIME -> List.of("2027-01-01T00:00:00Z", "2001-01-01T00:00:00Z");
                default -> field.options();
              };
          List<String> values =
              switch (field.kind()) {
                case JID, JIDS -> some.stream().map(Jid::toString).toList();
                case CHOICES -> options.subList(0, Math.floorMod(n, options.size() + 1));
                default -> List.of(options.get(Math.floorMod(n, options.size())));
              };
          return new ChannelRequest.Configure(jid, ChannelFixture.MADE, Map.of(field, values));
        });
  }

  private static ChannelRequest message(Jid jid, String name, String text) {
    Element content =
        name.equals("body") ? body(text) : Element.text("subject", "jabber:client", text);
    return new ChannelRequest.Publish(
        jid,
        new Message(
            jid, ChannelFixture.COVEN, text, Message.Type.GROUPCHAT, "en", List.of(content)));
  }

  private static List<Jid> people() {
    var people = new ArrayList<Jid>();
    people.add(OWNER);
    for (int i = 0; i < 6; i++) {
      people.add(Jid.of("witch" + i + "@shakespeare.example"));
    }
    return people;
  }

  private static void store(ChannelEvent event, Map<String, Map<String, String>> hashes) {
    for (StateChange change : StateCodec.changes(event)) {
      Map<String, String> hash = hashes.getOrDefault(change.hash(), new HashMap<>());
      switch (change) {
        case StateChange.Put(_, var field, var value) -> hash.put(field, value);
        case StateChange.Remove(_, var field) -> hash.remove(field);
        case StateChange.Mark _ -> {}
        case StateChange.Clear(_, var prefix) ->
            hash.keySet().removeIf(field -> field.startsWith(prefix));
      }
    }
  }
}
