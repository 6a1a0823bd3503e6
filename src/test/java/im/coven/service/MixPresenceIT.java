package im.coven.service;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.EncodedJid;
import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.service.AccountStage.Spread;
import im.coven.stanza.Presence;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Who is told of whose presence in a channel: with the clients on one loop, on two, and on two
/// instances.
class MixPresenceIT {

  /// `hag66` is in her channel and told of presence; `hecate`, who has two devices that use MIX and
  /// one that does not, is not in it yet.
  private static final String CAST =
      """
      [client] hag66 hag66@shakespeare.example/cave
      [client] hecate hecate@shakespeare.example/throne
      [client] tablet hecate@shakespeare.example/tablet
      [client] relic hecate@shakespeare.example/relic
      hag66 connects
      hecate connects
      hag66 ignores:
        <presence from='hag66@shakespeare.example/…' …>…</presence>
      hecate ignores:
        <presence from='hecate@shakespeare.example/…' …>…</presence>
      tablet ignores:
        <presence from='hecate@shakespeare.example/…' …>…</presence>
      relic ignores:
        <presence from='hecate@shakespeare.example/…' …>…</presence>
      hag66 sends:
        <presence><show>away</show></presence>
        <iq type='set' id='c' to='mix.shakespeare.example'>
          <create channel='coven' xmlns='urn:xmpp:mix:core:1'/>
        </iq>
      hag66 receives:
        <iq type='result' id='c' …>…</iq>
      # Directly after a join the channel is told of the presence that there is.
      """
          + joins("hag66", "first witch")
          + """
            <presence from='${hag66.id}#coven@mix.shakespeare.example/cave' to='${hag66.full}'>
              <show>away</show>
              <mix xmlns='urn:xmpp:mix:presence:0'>
                <jid>${hag66.full}</jid><nick>first witch</nick>
              </mix>
            </presence>
          hecate sends:
            <presence><priority>1</priority></presence>
          """;

  private static final String HECATE_JOINS =
      joins("hecate", "third witch")
          + """
            <presence from='${hag66.id}#coven@mix.shakespeare.example/cave' to='${hecate.full}'>
              <show>away</show>
              <mix xmlns='urn:xmpp:mix:presence:0'>
                <jid>${hag66.full}</jid><nick>first witch</nick>
              </mix>
            </presence>
            <presence from='${hecate.id}#coven@mix.shakespeare.example/throne' to='${hecate.full}'>
              <priority>1</priority>
              <mix xmlns='urn:xmpp:mix:presence:0'>
                <jid>${hecate.full}</jid><nick>third witch</nick>
              </mix>
            </presence>
          hag66 receives:
            <presence from='${hecate.id}#coven@mix.shakespeare.example/throne' to='${hag66.full}'>
              <priority>1</priority>
              <mix xmlns='urn:xmpp:mix:presence:0'>
                <jid>${hecate.full}</jid><nick>third witch</nick>
              </mix>
            </presence>
          """;

  /// A client joins; what it receives besides the answer, before or after it, follows.
  private static String joins(String who, String nick) {
    return """
    %1$s sends:
      <iq type='set' id='join'>
        <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
          <join xmlns='urn:xmpp:mix:core:1'>
            <nick>%2$s</nick>
            <subscribe node='urn:xmpp:mix:nodes:messages'/>
            <subscribe node='urn:xmpp:mix:nodes:presence'/>
          </join>
        </client-join>
      </iq>
    %1$s receives in any order:
      <iq type='result' id='join' …>
        <client-join xmlns='urn:xmpp:mix:pam:2'>
          <join xmlns='urn:xmpp:mix:core:1' id='${%1$s.id}' …>…</join>
        </client-join>
      </iq>
    """
        .formatted(who, nick);
  }

  /// The tablet of `hecate` comes online, and says that it copes with MIX.
  private static final String TABLET =
      """
      tablet connects
      tablet sends:
        <presence><status>in bed</status></presence>
      tablet receives:
        <iq type='get' id='${question}' …>
          <query xmlns='http://jabber.org/protocol/disco#info'/>
        </iq>
      """;

  private static final String TABLET_ANSWERS =
      """
      tablet sends:
        <iq type='result' id='${question}' to='hecate@shakespeare.example'>
          <query xmlns='http://jabber.org/protocol/disco#info'>
            <feature var='urn:xmpp:mix:core:1'/>
          </query>
        </iq>
      """;

  private static String news(String who, String resource, String content) {
    return """
    %1$s receives:
      <presence from='${hecate.id}#coven@mix.shakespeare.example/%2$s' to='${%1$s.full}' …>
        %3$s
        <mix xmlns='urn:xmpp:mix:presence:0'>…</mix>
      </presence>
    """
        .formatted(who, resource, content);
  }

  private static String gone(String who, String resource) {
    return """
    %1$s receives:
      <presence from='${hecate.id}#coven@mix.shakespeare.example/%2$s' to='${%1$s.full}'
          type='unavailable'>
        <mix xmlns='urn:xmpp:mix:presence:0'>…</mix>
      </presence>
    """
        .formatted(who, resource);
  }

  /// What does not cope with MIX is not told of, whatever it does; the others are.
  private static final String CHANGES =
      """
      relic connects
      relic sends:
        <presence/>
      relic receives:
        <iq type='get' id='${other}' …>…</iq>
      relic sends:
        <iq type='result' id='${other}' to='hecate@shakespeare.example'>
          <query xmlns='http://jabber.org/protocol/disco#info'>
            <feature var='jabber:iq:version'/>
          </query>
        </iq>
        <presence><show>dnd</show></presence>
      hecate sends:
        <presence><show>chat</show></presence>
      """
          + news("hag66", "throne", "<show>chat</show>")
          + news("hecate", "throne", "<show>chat</show>")
          + news("tablet", "throne", "<show>chat</show>")
          + """
          tablet sends:
            <presence type='unavailable'><status>asleep</status></presence>
          """
          + gone("hag66", "tablet")
          + gone("hecate", "tablet")
          + "relic goes offline\nhecate goes offline\n"
          + gone("hag66", "throne");

  @ParameterizedTest
  @EnumSource
  @Requirement("PRES-03-001")
  @Requirement("PRES-03-002")
  @Requirement("PRES-03-003")
  @Requirement("PRES-03-004")
  @Requirement("PRES-03-005")
  @Requirement("PRES-03-007")
  @Requirement("PRES-03-010")
  @Requirement("PRES-03-011")
  @Requirement("PRES-03-012")
  @Requirement("PRES-03-014")
  @Requirement("PRES-03-017")
  @Requirement("PRES-04-001")
  @Requirement("PRES-04-002")
  @Requirement("PRES-04-003")
  @Requirement("PRES-04-004")
  @Requirement("PRES-04-008")
  @Requirement("PRES-04-009")
  @Requirement("PRES-04-010")
  @Requirement("PAM-02-043")
  @Requirement("ROSTER-023")
  @Requirement("PAM-02-044")
  @Requirement("PAM-02-045")
  @Requirement("PAM-02-046")
  @Requirement("PAM-02-051")
  @Requirement("PAM-02-052")
  @Requirement("PAM-02-053")
  @Requirement("PAM-02-054")
  @Requirement("PAM-02-056")
  @Requirement("PAM-02-057")
  @Requirement("PAM-02-061")
  void devicesComeAndGo(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + HECATE_JOINS
            + TABLET
            // Nothing was told of it before it was known to cope with MIX; now it is both told of,
            // and told who else is there, each once.
            + TABLET_ANSWERS
            + """
            tablet receives in any order:
              <presence from='${hag66.id}#coven@mix.shakespeare.example/cave' to='${tablet.full}'>
                <show>away</show>
                …
              </presence>
              <presence from='${hecate.id}#coven@mix.shakespeare.example/throne'
                  to='${tablet.full}'>
                <priority>1</priority>
                …
              </presence>
              <presence from='${hecate.id}#coven@mix.shakespeare.example/tablet'
                  to='${tablet.full}'>
                <status>in bed</status>
                …
              </presence>
            """
            + news("hag66", "tablet", "<status>in bed</status>")
            + news("hecate", "tablet", "<status>in bed</status>")
            + CHANGES
            + """
            # They take part all the same.
            hag66 sends:
              <iq type='get' to='coven@mix.shakespeare.example' id='who'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <items node='urn:xmpp:mix:nodes:participants'/>
                </pubsub>
              </iq>
            hag66 receives:
              <iq type='result' id='who' …>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <items node='urn:xmpp:mix:nodes:participants'>
                    <item id='${hag66.id}'>…</item><item id='${hecate.id}'>…</item>
                  </items>
                </pubsub>
              </iq>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PRES-04-013")
  @Requirement("PRES-04-014")
  @Requirement("PRES-04-015")
  @Requirement("PRES-04-016")
  void whoIsRenamedOrLeavesIsSeenTo(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + HECATE_JOINS
            + """
            hecate sends:
              <iq type='set' id='n' to='coven@mix.shakespeare.example'>
                <setnick xmlns='urn:xmpp:mix:core:1'><nick>queen</nick></setnick>
              </iq>
            hecate receives:
              <presence from='${hecate.id}#coven@mix.shakespeare.example/throne' to='…'>
                <priority>1</priority>
                <mix xmlns='urn:xmpp:mix:presence:0'>
                  <jid>${hecate.full}</jid><nick>queen</nick>
                </mix>
              </presence>
              <iq type='result' id='n' …>…</iq>
            hag66 receives:
              <presence from='${hecate.id}#coven@mix.shakespeare.example/throne' to='…'>
                <priority>1</priority>
                <mix xmlns='urn:xmpp:mix:presence:0'>
                  <jid>${hecate.full}</jid><nick>queen</nick>
                </mix>
              </presence>
            hecate sends:
              <iq type='set' id='l'>
                <client-leave xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
                  <leave xmlns='urn:xmpp:mix:core:1'/>
                </client-leave>
              </iq>
            """
            + gone("hecate", "throne")
            + """
            hecate receives:
              <iq type='result' id='l' …>…</iq>
            """
            + gone("hag66", "throne")
            + """
            # Nothing of the channel's presence reaches who left, and nothing of it the channel.
            hecate sends:
              <presence/>
            hag66 sends:
              <presence><show>xa</show></presence>
            hag66 receives:
              <presence from='${hag66.id}#coven@mix.shakespeare.example/cave' to='…'>
                <show>xa</show>
                …
              </presence>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PRES-04-005")
  @Requirement("PRES-04-007")
  void aStrangerIsNotPresent(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + """
            # A stranger is refused, whatever it says; asking for a subscription makes none.
            hecate sends:
              <presence to='coven@mix.shakespeare.example'/>
            hecate receives:
              <presence type='error' from='coven@mix.shakespeare.example' to='${hecate.full}'>
                <error type='auth'>
                  <forbidden xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
                  …
                </error>
              </presence>
            hecate sends:
              <presence type='subscribe' to='coven@mix.shakespeare.example'/>
            hecate receives:
              <presence type='unsubscribed' from='coven@mix.shakespeare.example' …/>
            hecate sends:
              <presence type='unavailable' to='coven@mix.shakespeare.example'/>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("PRES-03-006")
  @Requirement("PRES-03-015")
  @Requirement("PRES-03-018")
  @Requirement("PRES-04-007")
  @Requirement("PAM-02-041")
  @Requirement("PAM-02-042")
  void aClientMaySpeakToTheChannelItself(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + """
            hecate sends:
              <iq type='set' id='j'>
                <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
                  <join xmlns='urn:xmpp:mix:core:1'>
                    <nick>third witch</nick>
                    <x xmlns='jabber:x:data' type='submit'>
                      <field var='FORM_TYPE'><value>urn:xmpp:mix:anon:0</value></field>
                      <field var='Presence'><value>not share</value></field>
                    </x>
                  </join>
                </client-join>
              </iq>
            hecate receives:
              <iq type='result' id='j' …>
                <client-join xmlns='urn:xmpp:mix:pam:2'>
                  <join xmlns='urn:xmpp:mix:core:1' id='${hecate.id}' …>…</join>
                </client-join>
              </iq>
            hecate sends:
              <presence type='subscribe' to='coven@mix.shakespeare.example'/>
            hecate receives:
              <presence type='subscribed' from='coven@mix.shakespeare.example' …/>
            hecate sends:
              <iq type='get' id='i' to='coven@mix.shakespeare.example'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <items node='urn:xmpp:mix:nodes:presence'/>
                </pubsub>
              </iq>
            hecate receives:
              <iq type='error' id='i' …>
                <error type='cancel'>
                  <feature-not-implemented xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
                  <unsupported xmlns='http://jabber.org/protocol/pubsub#errors'
                      feature='retrieve-items'/>
                </error>
              </iq>
            # The server tells the channel nothing until its user shares presence: the roster
            # follows that.
            hecate sends:
              <iq type='set' id='p' to='coven@mix.shakespeare.example'>
                <user-preference xmlns='urn:xmpp:mix:anon:0'>
                  <x xmlns='jabber:x:data' type='submit'>
                    <field var='FORM_TYPE'><value>urn:xmpp:mix:anon:0</value></field>
                    <field var='Presence'><value>share</value></field>
                  </x>
                </user-preference>
              </iq>
            hecate receives:
              <iq type='result' id='p' …>…</iq>
            hag66 receives:
              <presence from='${hecate.id}#coven@mix.shakespeare.example/throne' to='…'>
                <priority>1</priority>
                <mix xmlns='urn:xmpp:mix:presence:0'>…</mix>
              </presence>
            # What the client says is not believed more than its own.
            hecate sends:
              <presence to='coven@mix.shakespeare.example'>
                <show>dnd</show>
                <mix xmlns='urn:xmpp:mix:presence:0'><nick>first witch</nick></mix>
                <x xmlns='http://jabber.org/protocol/muc#user'/>
              </presence>
            hag66 receives:
              <presence from='${hecate.id}#coven@mix.shakespeare.example/throne' to='…'>
                <show>dnd</show>
                <mix xmlns='urn:xmpp:mix:presence:0'>
                  <jid>${hecate.full}</jid><nick>third witch</nick>
                </mix>
              </presence>
            hecate goes offline
            """
            + gone("hag66", "throne"));
  }

  @ParameterizedTest
  @EnumSource(names = "TWO_INSTANCES")
  @Requirement("PRES-05-001")
  @Requirement("PRES-05-002")
  @Requirement("PRES-05-003")
  void theClientsOfADeadInstanceAreGone(Spread spread) {
    try (var stage = AccountStage.open(spread)) {
      stage.play(CAST + HECATE_JOINS);
      stage.kill(1);
      stage.ask(0, () -> stage.server(0).bury("instance1"));
      // hecate was on that instance: who comes now finds hag66 alone. Nobody is asked for it, as
      // the channel knows what it knew before.
      stage.play(
          """
          [client] hag77 hag77@shakespeare.example/heath
          hag77 connects
          hag77 ignores:
            <presence from='hag77@shakespeare.example/…' …>…</presence>
          hag77 sends:
            <presence/>
          """
              + joins("hag77", "second witch")
              + """
                <presence from='${hag66}#coven@mix.shakespeare.example/cave' …>…</presence>
                <presence from='${hag77.id}#coven@mix.shakespeare.example/heath' …>…</presence>
              hag77 receives nothing
              """);
    }
  }

  @ParameterizedTest
  @EnumSource(names = "ONE_LOOP")
  @Requirement("PAM-02-058")
  @Requirement("PAM-02-059")
  @Requirement("PAM-02-060")
  void presenceOfABareJidAsksForAllOfIt(Spread spread) {
    Jid channel = Jid.of("coven@mix.shakespeare.example");
    Jid hag66 = Jid.of("hag66@shakespeare.example");
    try (var stage = AccountStage.open(spread)) {
      stage.play(CAST);
      // hecate takes part without being told of presence, then with it.
      AccountStage.Client throne = stage.bind(0, Jid.of("hecate@shakespeare.example/roost"));
      throne.send("<presence/>");
      throne.send(
          """
          <iq type='set' id='j'>
            <client-join xmlns='urn:xmpp:mix:pam:2' channel='coven@mix.shakespeare.example'>
              <join xmlns='urn:xmpp:mix:core:1'><nick>third witch</nick></join>
            </client-join>
          </iq>
          """);
      assertThat(shownUntil(throne, "j")).isEmpty();
      Jid hecate = Jid.of("hecate@shakespeare.example");
      refresh(stage, hecate, channel);
      assertThat(shownUntil(throne, "p1")).isEmpty();
      throne.send(
          """
          <iq type='set' id='u' to='coven@mix.shakespeare.example'>
            <update-subscription xmlns='urn:xmpp:mix:core:1'>
              <subscribe node='urn:xmpp:mix:nodes:presence'/>
            </update-subscription>
          </iq>
          """);
      List<String> shown = new ArrayList<>(shownUntil(throne, "u"));
      while (!shown.contains("roost")) {
        // Its own presence is on the way to the channel.
        shown.addAll(shownUntil(throne, "p2"));
      }
      assertThat(shown).contains("cave").doesNotHaveDuplicates();
      refresh(stage, hecate, channel);
      assertThat(shownUntil(throne, "p3")).containsExactlyInAnyOrderElementsOf(shown);
      // Nothing was stored of it: a bare JID is no client.
      refresh(stage, hag66, channel);
      refresh(stage, hecate, channel);
      assertThat(shownUntil(throne, "p4")).containsExactlyInAnyOrderElementsOf(shown);
    }
  }

  private static void refresh(AccountStage stage, Jid account, Jid channel) {
    var asks = Presence.bare(account, channel, Presence.Type.AVAILABLE);
    assertThat(stage.ask(0, () -> stage.mix(0).handle(asks))).isEmpty();
  }

  /// The resources of whom a client is shown until it is answered under an id, which may be that of
  /// a ping to the channel: what the channel was asked before has been sent by then.
  private static List<String> shownUntil(AccountStage.Client client, String id) {
    if (id.startsWith("p")) {
      client.send(
          "<iq type='get' id='%s' to='coven@mix.shakespeare.example'>"
              + "<query xmlns='http://jabber.org/protocol/disco#info'/></iq>",
          id);
    }
    var shown = new ArrayList<String>();
    while (true) {
      Element next = client.receive(Duration.ofSeconds(20)).orElseThrow();
      Jid from = Jid.of(next.attrOr("from", ""));
      if (next.name().equals("presence") && EncodedJid.read(from).isPresent()) {
        shown.add(from.resourcepart());
      } else if (next.name().equals("iq") && id.equals(next.attr("id"))) {
        return shown;
      }
    }
  }
}
