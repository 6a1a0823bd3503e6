package im.coven.channel;

import static im.coven.channel.ChannelFixture.OWNER;
import static im.coven.channel.ChannelFixture.word;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.ChannelRequest.Join;
import im.coven.channel.ChannelRequest.SetNick;
import im.coven.channel.ChannelRequest.UseNick;
import im.coven.channel.MiscRules.Nicknames;
import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.aggregator.ArgumentsAccessor;
import org.junit.jupiter.params.provider.CsvSource;

/// Which nick somebody gets where nicks are registered.
class RegisteredNicksTest {

  private static final Jid HECATE = Jid.of("hecate@shakespeare.example");
  private static final Jid OTHER = Jid.of("other@shakespeare.example");

  private final ChannelFixture fixture = ChannelFixture.named();

  /// Rows: the rule, the wanted nick, its owner, the asker's own nick, the answer, the nick then.
  @ParameterizedTest
  @Requirement("CORE-07-050")
  @Requirement("MISC-03-001")
  @Requirement("MISC-03-010")
  @Requirement("MISC-03-011")
  @CsvSource({
    "OFF,       queen, other,  -,     joined,         queen",
    "OFF,       -,     -,      queen, not-acceptable, -",
    "OPTIONAL,  queen, -,      -,     joined,         queen",
    "OPTIONAL,  queen, other,  -,     conflict,       -",
    "OPTIONAL,  queen, other,  witch, conflict,       -",
    "OPTIONAL,  queen, hecate, queen, joined,         queen",
    "OPTIONAL,  queen, -,      witch, joined,         queen",
    "OPTIONAL,  -,     -,      witch, joined,         witch",
    "OPTIONAL,  -,     -,      -,     not-acceptable, -",
    "OPTIONAL,  taken, -,      -,     conflict,       -",
    "MANDATORY, queen, -,      -,     not-acceptable, -",
    "MANDATORY, queen, -,      witch, joined,         witch",
    "MANDATORY, queen, other,  witch, joined,         witch",
    "MANDATORY, -,     -,      witch, joined,         witch",
    "MANDATORY, -,     -,      taken, conflict,       -",
  })
  void aJoinGetsANick(ArgumentsAccessor row) {
    var rule = Nicknames.valueOf(cell(row, 0));
    fixture.join(OWNER.toString(), "taken");
    fixture.under(rules(rule));
    var join =
        new Join(HECATE, none(cell(row, 1)), List.of(), Dialect.CORE_1, null).knowing(known(row));
    assertThat(word(fixture.ask(join))).isEqualTo(cell(row, 4));
    assertThat(nickOf(HECATE)).isEqualTo(Optional.ofNullable(none(cell(row, 5))));
  }

  @ParameterizedTest
  @Requirement("CORE-07-050")
  @Requirement("CORE-07-051")
  @Requirement("MISC-03-010")
  @CsvSource({
    "OPTIONAL,  queen, other, -,     conflict,       hecate",
    "OPTIONAL,  queen, -,     -,     changed,        queen",
    "OPTIONAL,  -,     -,     witch, changed,        witch",
    "MANDATORY, queen, -,     witch, changed,        witch",
    "MANDATORY, queen, -,     -,     not-acceptable, hecate",
  })
  void aNickIsSetByTheSameRules(ArgumentsAccessor row) {
    var rule = Nicknames.valueOf(cell(row, 0));
    fixture.join(HECATE.toString(), "hecate");
    fixture.under(rules(rule));
    var set = new SetNick(HECATE, none(cell(row, 1))).knowing(known(row));
    assertThat(word(fixture.ask(set))).isEqualTo(cell(row, 4));
    assertThat(nickOf(HECATE)).contains(cell(row, 5));
  }

  @Test
  @Requirement("CORE-07-051")
  void aFixedNickIsTheResultOfSettingAnother() {
    fixture.join(HECATE.toString(), "witch");
    fixture.under(rules(Nicknames.MANDATORY));
    var set = new SetNick(HECATE, "queen").knowing(new Registered(null, "witch"));
    assertThat(fixture.decide(set)).isEqualTo(new Decision.Settled(new Decision.Named("witch")));
  }

  @Test
  @Requirement("MISC-03-010")
  void whatAChannelChoosesIsNobodysNick() {
    fixture.join(HECATE.toString(), "hecate");
    fixture.under(rules(Nicknames.OPTIONAL));
    fixture.ask(new SetNick(HECATE, null));
    assertThat(nickOf(HECATE)).contains(fixture.channel.ids().participantId(HECATE));
  }

  @ParameterizedTest
  @Requirement("MISC-03-006")
  @CsvSource({
    "OFF,       hecate, settled",
    "OPTIONAL,  hecate, changed",
    "OPTIONAL,  other,  settled",
    "OPTIONAL,  -,      settled",
    "MANDATORY, -,      changed",
    "MANDATORY, other,  changed",
  })
  void whoUsesARegisteredNickTakesUpTheNextOne(Nicknames rule, String former, String answer) {
    fixture.join(HECATE.toString(), "hecate");
    fixture.under(rules(rule));
    assertThat(word(fixture.decide(new UseNick(HECATE, "queen", none(former))))).isEqualTo(answer);
    assertThat(word(fixture.decide(new UseNick(OTHER, "queen", none(former)))))
        .isEqualTo("settled");
  }

  @Test
  void aNickThatSomebodyBearsIsNotTakenUp() {
    fixture.join(HECATE.toString(), "hecate");
    fixture.join(OTHER.toString(), "queen");
    fixture.under(rules(Nicknames.MANDATORY));
    assertThat(word(fixture.decide(new UseNick(HECATE, "queen", null)))).isEqualTo("conflict");
  }

  @Test
  @Requirement("MISC-03-010")
  void whoNeedsANickByANewConfigurationGetsNobodys() {
    var legacy = ChannelFixture.legacy();
    legacy.join(HECATE.toString(), "-");
    legacy.under(rules(Nicknames.OPTIONAL));
    legacy.ask(
        new ChannelRequest.Configure(
            OWNER, ChannelFixture.MADE, Map.of(ConfigField.MANDATORY_NICKS, List.of("true"))));
    assertThat(legacy.channel.participant(HECATE).orElseThrow().nick())
        .isEqualTo(legacy.channel.ids().participantId(HECATE));
  }

  private static String cell(ArgumentsAccessor row, int index) {
    return String.valueOf(row.get(index));
  }

  private static Registered known(ArgumentsAccessor row) {
    return new Registered(jid(cell(row, 2)), none(cell(row, 3)));
  }

  private static MiscRules rules(Nicknames rule) {
    return new MiscRules(true, Duration.ZERO, 1, Duration.ZERO, rule);
  }

  private Optional<String> nickOf(Jid who) {
    return fixture.channel.participant(who).map(Participant::nick);
  }

  private static @Nullable Jid jid(String who) {
    return who.equals("-") ? null : Jid.of(who + "@shakespeare.example");
  }

  private static @Nullable String none(String cell) {
    return cell.equals("-") ? null : cell;
  }
}
