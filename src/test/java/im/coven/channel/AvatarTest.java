package im.coven.channel;

import static im.coven.channel.ChannelFixture.OWNER;
import static im.coven.channel.ChannelFixture.word;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.ChannelRequest.RemoveAvatar;
import im.coven.channel.ChannelRequest.SetAvatar;
import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who may set a channel's avatar, and to what.
class AvatarTest {

  private static final String DATA = "urn:xmpp:avatar:data";
  private static final String METADATA = "urn:xmpp:avatar:metadata";

  /// The SHA-1 of `abc`.
  private static final String ABC = "a9993e364706816aba3e25717850c26c9cd0d89d";

  private final ChannelFixture fixture = ChannelFixture.named().under(rules(4));

  @ParameterizedTest
  @Requirement("MISC-02-002")
  @CsvSource({
    "participants, participant,   avatar-set",
    "participants, stranger,      forbidden",
    "admins,       owner,         avatar-set",
    "admins,       administrator, avatar-set",
    "admins,       participant,   forbidden",
    "admins,       stranger,      forbidden",
    "admins,       banned,        forbidden",
    "owners,       owner,         avatar-set",
    "owners,       administrator, forbidden",
  })
  void theConfigurationSaysWhoMaySetIt(String group, String who, String answer) {
    configure(
        Map.of(
            ConfigField.ADMINISTRATOR, List.of(jid("administrator").toString()),
            ConfigField.AVATAR_NODES_UPDATE_RIGHTS, List.of(group)));
    fixture.join(jid("participant").toString(), "p");
    fixture.ask(new ChannelRequest.Grant(OWNER, jid("banned"), Access.BANNED));
    assertThat(word(fixture.decide(data(jid(who), ABC, "abc")))).isEqualTo(answer);
    var remove = new RemoveAvatar(jid(who), MixNode.AVATAR_DATA, ABC);
    assertThat(word(fixture.decide(remove)))
        .isEqualTo(answer.equals("forbidden") ? answer : "item-not-found");
  }

  @ParameterizedTest
  @Requirement("MISC-02-002")
  @CsvSource({
    "'" + ABC + "', abc,   avatar-set",
    "'',            abc,   avatar-set",
    "other,         abc,   not-acceptable",
    "'',            '',    bad-request",
    "'',            abcde, not-acceptable",
  })
  void theItemsIdIsTheHashOfAnImageOfSomeSize(String id, String image, String answer) {
    assertThat(word(fixture.decide(data(OWNER, id, image)))).isEqualTo(answer);
  }

  @Test
  void whatIsNoImageIsNoAvatar() {
    var text = new SetAvatar(OWNER, MixNode.AVATAR_DATA, "", Element.text("data", DATA, "%%"));
    var other = new SetAvatar(OWNER, MixNode.AVATAR_DATA, "", Element.of("x", DATA));
    var third = new SetAvatar(OWNER, MixNode.AVATAR_METADATA, "", Element.of("data", DATA));
    assertThat(List.of(text, other, third))
        .allSatisfy(each -> assertThat(word(fixture.decide(each))).isEqualTo("bad-request"));
  }

  @Test
  void metadataAreAboutTheImageThatIsThere() {
    assertThat(word(fixture.ask(metadata(ABC, ABC)))).isEqualTo("not-acceptable");
    assertThat(word(fixture.ask(data(OWNER, ABC, "abc")))).isEqualTo("avatar-set");
    assertThat(word(fixture.ask(data(OWNER, ABC, "abc")))).isEqualTo("settled");
    assertThat(word(fixture.ask(metadata("", "other")))).isEqualTo("not-acceptable");
    assertThat(word(fixture.ask(metadata("other", ABC)))).isEqualTo("not-acceptable");
    assertThat(word(fixture.ask(metadata("", ABC)))).isEqualTo("avatar-set");
    assertThat(fixture.channel.avatar(MixNode.AVATAR_METADATA).orElseThrow().id()).isEqualTo(ABC);
    var none = new SetAvatar(OWNER, MixNode.AVATAR_METADATA, "", Element.of("metadata", METADATA));
    assertThat(word(fixture.ask(none))).isEqualTo("avatar-set");
  }

  @Test
  @Requirement("MISC-02-001")
  void anAvatarGoesWithItsNodes() {
    fixture.ask(data(OWNER, ABC, "abc"));
    fixture.ask(metadata(ABC, ABC));
    configure(Map.of(ConfigField.NODES_PRESENT, List.of("participants", "information")));
    assertThat(fixture.channel.avatar(MixNode.AVATAR_DATA)).isEmpty();
    assertThat(fixture.channel.avatar(MixNode.AVATAR_METADATA)).isEmpty();
    assertThat(word(fixture.decide(data(OWNER, ABC, "abc")))).isEqualTo("item-not-found");
    configure(Map.of(ConfigField.NODES_PRESENT, List.of("participants", "avatar")));
    assertThat(fixture.channel.avatar(MixNode.AVATAR_DATA)).isEmpty();
  }

  @Test
  @Requirement("MISC-01-001")
  void aServiceMayHaveNone() {
    fixture.under(rules(0));
    assertThat(word(fixture.decide(data(OWNER, ABC, "abc")))).isEqualTo("service-unavailable");
    assertThat(word(fixture.decide(data(jid("stranger"), ABC, "abc")))).isEqualTo("forbidden");
  }

  private static MiscRules rules(int avatarBytesMax) {
    return new MiscRules(
        true, Duration.ZERO, avatarBytesMax, Duration.ZERO, MiscRules.Nicknames.OFF);
  }

  private void configure(Map<ConfigField, List<String>> changes) {
    fixture.ask(new ChannelRequest.Configure(OWNER, ChannelFixture.MADE, changes));
  }

  private static Jid jid(String who) {
    return who.equals("owner") ? OWNER : Jid.of(who + "@shakespeare.example");
  }

  private static SetAvatar data(Jid who, String id, String image) {
    String text =
        Base64.getEncoder().encodeToString(image.getBytes(java.nio.charset.StandardCharsets.UTF_8));
    return new SetAvatar(who, MixNode.AVATAR_DATA, id, Element.text("data", DATA, text));
  }

  private static SetAvatar metadata(String itemId, String id) {
    Element info = Element.builder("info", METADATA).attr("id", id).attr("bytes", 3).build();
    Element metadata = Element.builder("metadata", METADATA).add(info).build();
    return new SetAvatar(OWNER, MixNode.AVATAR_METADATA, itemId, metadata);
  }
}
