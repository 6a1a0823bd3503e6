package im.coven.account;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.account.BlockList.Change;
import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import im.coven.xml.XmlReader;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BlockListTest {

  @ParameterizedTest
  @CsvSource({
    "romeo@montague.example/orchard, romeo@montague.example/orchard, true",
    "romeo@montague.example/orchard, romeo@montague.example/street, false",
    "romeo@montague.example/orchard, romeo@montague.example, false",
    "romeo@montague.example, romeo@montague.example/orchard, true",
    "romeo@montague.example, romeo@montague.example, true",
    "romeo@montague.example, tybalt@montague.example, false",
    "montague.example/orchard, romeo@montague.example/orchard, true",
    "montague.example/orchard, romeo@montague.example/street, false",
    "montague.example, romeo@montague.example/orchard, true",
    "montague.example, montague.example, true",
    "montague.example, romeo@sub.montague.example, false",
    "room@chat.example, room@chat.example/nick, true",
  })
  @Requirement("C2S-065")
  void anEntryCoversWhatIsLikeIt(String blocked, String other, boolean covered) {
    Jid entry = Jid.of(blocked);
    Jid address = Jid.of(other);
    var list = new BlockList(1, Set.of(entry));
    assertThat(list.covers(address, List.of())).isEqualTo(covered);
    assertThat(BlockList.entries(address, List.of()).contains(entry)).isEqualTo(covered);
  }

  @Test
  void anAddressIsKnownByOthersToo() {
    Jid channel = Jid.of("coven@mix.example");
    Jid participant = Jid.of("123#coven@mix.example");
    assertThat(new BlockList(1, Set.of(channel)).covers(participant, List.of(channel))).isTrue();
    assertThat(new BlockList(1, Set.of(participant)).covers(channel, List.of())).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "<block xmlns='urn:xmpp:blocking'/>, BAD_REQUEST",
    "<block xmlns='urn:xmpp:blocking'><item/></block>, JID_MALFORMED",
    "<block xmlns='urn:xmpp:blocking'><item jid='@'/></block>, JID_MALFORMED",
    "<unblock xmlns='urn:xmpp:blocking'><item jid='a@'/></unblock>, JID_MALFORMED",
  })
  @Requirement("C2S-061")
  void whatNamesNobodyIsRefused(String xml, StanzaError.Condition condition) {
    assertThat(BlockList.read(XmlReader.parse(xml)))
        .isInstanceOfSatisfying(
            BlockList.Malformed.class,
            refused -> assertThat(refused.error().condition()).isEqualTo(condition));
  }

  @Test
  void changesFollowEachOther() {
    Jid romeo = Jid.of("romeo@montague.example");
    Jid tybalt = Jid.of("tybalt@capulet.example");
    BlockList both = BlockList.NONE.with(new Change(true, Set.of(romeo, tybalt)));
    assertThat(both).isEqualTo(new BlockList(1, Set.of(romeo, tybalt)));
    BlockList one = both.with(new Change(false, Set.of(romeo)));
    assertThat(one).isEqualTo(new BlockList(2, Set.of(tybalt)));
    assertThat(one.with(new Change(false, Set.of()))).isEqualTo(new BlockList(3, Set.of()));
    assertThat(BlockList.read(BlockList.push(new Change(false, Set.of(romeo)))))
        .isEqualTo(new BlockList.Ok(new Change(false, Set.of(romeo))));
  }
}
