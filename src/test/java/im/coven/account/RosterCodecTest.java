package im.coven.account;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.account.RosterCodec.Annotation;
import im.coven.account.RosterCodec.Change;
import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.xml.XmlReader;
import java.util.List;
import org.junit.jupiter.api.Test;

class RosterCodecTest {
  private static final Jid COVEN = Jid.of("coven@mix.shakespeare.example");
  private static final Jid HECATE = Jid.of("hecate@shakespeare.example");
  private static final RosterItem CHANNEL =
      RosterItem.unknown(COVEN).asChannel("123456", Subscription.FROM);
  private static final RosterItem FRIEND =
      RosterItem.unknown(HECATE).named("Hecate", List.of("Witches")).with(Subscription.BOTH, true);

  @Test
  void anItemIsWrittenWithAllThatIsKnown() {
    assertThat(RosterCodec.roster(List.of(FRIEND), 7, Annotation.PLAIN))
        .hasToString(
            "<query xmlns='jabber:iq:roster' ver='7'><item jid='hecate@shakespeare.example'"
                + " name='Hecate' subscription='both' ask='subscribe'><group>Witches</group>"
                + "</item></query>");
  }

  @Test
  @Requirement("PAM-02-065")
  void onlyAnAnnotatedChannelHasTheParticipantId() {
    String annotated =
        RosterCodec.roster(List.of(CHANNEL, FRIEND), 7, Annotation.ANNOTATED).toString();
    assertThat(annotated)
        .contains("<channel xmlns='urn:xmpp:mix:roster:0' participant-id='123456'/>")
        .containsOnlyOnce("<channel");
    assertThat(RosterCodec.push(CHANNEL, 8, Annotation.PLAIN).toString())
        .doesNotContain("<channel");
  }

  @Test
  @Requirement("PAM-02-069")
  void aVersionTellsWhetherTheRosterWasAnnotated() {
    assertThat(RosterCodec.versionText(7, Annotation.PLAIN))
        .isNotEqualTo(RosterCodec.versionText(7, Annotation.ANNOTATED));
  }

  @Test
  void someoneWhoIsNotListedIsPushedAsRemoved() {
    assertThat(RosterCodec.push(RosterItem.unknown(HECATE), 9, Annotation.PLAIN))
        .hasToString(
            "<query xmlns='jabber:iq:roster' ver='9'>"
                + "<item jid='hecate@shakespeare.example' subscription='remove'/></query>");
  }

  @Test
  @Requirement("ROSTER-004")
  void aSetNamesAndGroupsButDoesNotSubscribe() {
    var change =
        read(
            "<item jid='hecate@shakespeare.example/cave' name='H' subscription='both'"
                + " ask='subscribe'><group>Witches</group></item>");
    assertThat(change).isEqualTo(new Change.Put(HECATE, "H", List.of("Witches")));
  }

  @Test
  @Requirement("ROSTER-003")
  void malformedSetsAreRefused() {
    String longName = "x".repeat(RosterCodec.NAME_CHARS_MAX + 1);
    assertThat(refusal("")).isEqualTo("bad-request");
    assertThat(refusal("<item jid='a@b'/><item jid='c@b'/>")).isEqualTo("bad-request");
    assertThat(refusal("<item/>")).isEqualTo("bad-request");
    assertThat(refusal("<item jid='@'/>")).isEqualTo("bad-request");
    assertThat(refusal("<item jid='a@b'><group>g</group><group>g</group></item>"))
        .isEqualTo("bad-request");
    assertThat(refusal("<item jid='a@b'><group/></item>")).isEqualTo("not-acceptable");
    assertThat(refusal("<item jid='a@b'><group>" + longName + "</group></item>"))
        .isEqualTo("not-acceptable");
    assertThat(refusal("<item jid='a@b' name='" + longName + "'/>")).isEqualTo("not-acceptable");
  }

  @Test
  void whatIsStoredIsReadBack() {
    var request =
        im.coven.stanza.Presence.bare(HECATE, COVEN, im.coven.stanza.Presence.Type.SUBSCRIBE);
    for (RosterItem item :
        List.of(
            CHANNEL,
            FRIEND,
            FRIEND.withRequest(request),
            RosterItem.unknown(HECATE).withRequest(request),
            RosterItem.unknown(HECATE).withApproval(true))) {
      assertThat(StoredText.item(item.jid(), StoredText.write(item))).isEqualTo(item);
    }
  }

  private static Change read(String items) {
    return RosterCodec.change(
        XmlReader.parse("<query xmlns='jabber:iq:roster'>" + items + "</query>"));
  }

  private static String refusal(String items) {
    return read(items) instanceof Change.Refused refused
        ? refused.error().condition().wire()
        : "accepted";
  }
}
