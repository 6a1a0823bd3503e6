package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.EntryId;
import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.redis.AccountArchive.Added;
import im.coven.redis.AccountArchive.Keeping;
import im.coven.redis.AccountArchive.Kept;
import im.coven.redis.ArchiveStore.End;
import im.coven.redis.ArchiveStore.Page;
import im.coven.redis.ArchiveStore.Range;
import im.coven.redis.ArchiveStore.Wanted;
import im.coven.sasl.Credentials;
import im.coven.sasl.ScramMechanism;
import im.coven.stanza.Message;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import io.vertx.redis.client.Command;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What Redis keeps of an account's own messages.
class AccountArchiveIT extends TwoLinks {

  private static final Jid HECATE = Jid.of("hecate@shakespeare.example");
  private static final Jid HAG66 = Jid.of("hag66@shakespeare.example");
  private static final Jid HAG77 = Jid.of("hag77@shakespeare.example");
  private AccountArchive archive;

  @BeforeEach
  void begin() {
    archive = new AccountArchive(one.link, new Keeping(30, 200));
    register();
  }

  @Test
  void messagesAreFoundByTheirPeerAndAltogether() {
    Added first = add(HAG66, "one").orElseThrow();
    Added second = add(HAG77, "two").orElseThrow();
    Added third = add(HAG66, "three").orElseThrow();
    assertThat(first.key()).hasSize(32).isEqualTo(third.key());
    assertThat(ids(page(null, 10))).containsExactly(first.id(), second.id(), third.id());
    assertThat(ids(page(HAG66, 10))).containsExactly(first.id(), third.id());
    assertThat(page(HAG66, 1).count()).isEqualTo(2);
    assertThat(page(HECATE, 10).count()).isZero();

    one.ask(() -> archive.withdraw(second));
    assertThat(ids(page(null, 10))).containsExactly(first.id(), third.id());
    assertThat(page(HAG77, 10).entries()).isEmpty();
  }

  @Test
  @Requirement("MAM-025")
  void onlyTheOldestGo() {
    Added first = add(HAG77, "first").orElseThrow();
    for (int i = 0; i < 600; i++) {
      add(HAG66, "m" + i);
    }
    Page<Kept> left = page(null, 1000);
    assertThat(left.count()).isBetween(200, 300);
    assertThat(left.entries()).hasSize(left.count());
    assertThat(text(left.entries().getLast())).isEqualTo("m599");
    assertThat(text(left.entries().getFirst())).isEqualTo("m" + (600 - left.count()));
    assertThat(page(HAG66, 1000).count()).isEqualTo(left.count());
    assertThat(one.ask(() -> archive.holds(HECATE, List.of(first.id())))).isFalse();
  }

  @Test
  void nothingIsKeptForNobody() {
    assertThat(one.ask(() -> archive.add(HAG66, HECATE, message("lost")))).isEmpty();
    assertThat(one.ask(() -> archive.open(HAG66))).isEmpty();
  }

  @Test
  @Requirement("PAM-02-049")
  void whatIsKeptGoesWithTheAccount() {
    add(HAG66, "one");
    add(HAG77, "two");
    one.ask(() -> archive.follow(HECATE, Jid.of("coven@mix.shakespeare.example")));
    byte[] key = one.ask(() -> archive.open(HECATE)).orElseThrow().key();
    var removals = new RemovalStore(one.link);
    var removal = one.ask(() -> removals.begin(HECATE)).orElseThrow();
    assertThat(add(HAG66, "late")).isEmpty();
    one.ask(() -> removals.finish(removal));

    assertThat(one.command(Command.KEYS, config.prefix() + ":{" + HECATE + "}:*")).isEqualTo("[]");
    register();
    var heir = one.ask(() -> archive.open(HECATE)).orElseThrow();
    assertThat(heir.channels()).isEmpty();
    assertThat(heir.key()).isNotEqualTo(key);
    assertThat(page(null, 10).entries()).isEmpty();
  }

  @Test
  void aChannelKeepsItsNumber() {
    Jid coven = Jid.of("coven@mix.shakespeare.example");
    Jid heath = Jid.of("heath@mix.shakespeare.example");
    for (Jid channel : List.of(coven, heath, coven)) {
      one.ask(() -> archive.follow(HECATE, channel));
    }
    assertThat(one.ask(() -> archive.open(HECATE)).orElseThrow().channels())
        .containsExactlyInAnyOrderEntriesOf(Map.of(coven, 1, heath, 2));
  }

  private void register() {
    byte[] bytes = {1, 2, 3};
    var verifier = new Credentials.Verifier(bytes, 4096, bytes, bytes);
    var accounts = new AccountStore(one.link);
    one.ask(() ->
        accounts.create(HECATE, new Credentials(Map.of(ScramMechanism.SCRAM_SHA_256, verifier))));
  }

  private Optional<Added> add(Jid peer, String body) {
    return one.ask(() -> archive.add(HECATE, peer, message(body)));
  }

  private static Message message(String body) {
    return new Message(
        HAG66,
        HECATE,
        "m",
        Message.Type.CHAT,
        null,
        List.of(Element.text("body", Stanza.NS, body)));
  }

  private Page<Kept> page(@Nullable Jid peer, int most) {
    return one.ask(() -> archive.page(HECATE, peer, new Wanted(Range.ALL, End.OLDEST, most)));
  }

  private static List<EntryId> ids(Page<Kept> page) {
    return page.entries().stream().map(Kept::id).toList();
  }

  private static String text(Kept kept) {
    return kept.message().child("body", Stanza.NS).orElseThrow().text();
  }
}
