package im.coven.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.coven.load.LoadPlan.Accounts;
import im.coven.load.LoadPlan.Crowd;
import im.coven.load.LoadPlan.Face;
import im.coven.load.LoadPlan.Security;
import im.coven.load.LoadPlan.Target;
import im.coven.load.LoadPlan.Traffic;
import im.coven.load.Report.Account;
import im.coven.load.Report.Generator;
import im.coven.load.Report.Preparation;
import im.coven.load.Report.Second;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

class ReportTest {

  private static final Accounts ACCOUNTS = new Accounts("u", "pw", false);
  private static final Account SOUND = new Account(60, 0, 0, "", 600, 600, 0, 0, 0, 0, 1, 0, "");
  private static final Generator CALM = new Generator(0.5, 6, 0.1, 0.2, 0.3);

  @Test
  void latenciesCountFromWhenAMessageWasDueAndBelongToThatSecond() {
    var tally = new Tally();
    IntStream.rangeClosed(1, 100).forEach(ms -> tally.delivered(1_500_000, 1_500_000 + ms * 1000L));
    tally.delivered(500_000, 2_500_000);

    var latency = Settlement.latency(tally.latencyMicros(1));

    assertThat(latency.p50Ms()).isBetween(49.0, 51.0);
    assertThat(latency.p99Ms()).isBetween(98.0, 101.0);
    assertThat(latency.maxMs()).isBetween(99.0, 101.0);
    assertThat(Settlement.latency(tally.latencyMicros(0)).maxMs()).isBetween(1980.0, 2020.0);
    assertThat(tally.seconds()).extracting(Tally.Second::arrived).containsExactly(0L, 100L, 1L);
  }

  @Test
  void theLoopsAreAddedUp() {
    var one = new Tally();
    var other = new Tally();
    one.delivered(0, 1000);
    other.delivered(1_000_000, 1_009_000);
    other.sent(7000);
    one.add(other);

    assertThat(one.seconds()).extracting(Tally.Second::arrived).containsExactly(1L, 1L);
    assertThat(one.latencyMicros(0).getTotalCount()).isEqualTo(2);
    assertThat(one.latenessMicros().getMaxValue()).isBetween(6900L, 7100L);
  }

  @Test
  void onlyWhatIsCompleteOnceAndInOneOrderIsSound() {
    assertThat(SOUND.isSound()).isTrue();
    List<Account> unsound =
        List.of(
            new Account(60, 1, 0, "", 600, 600, 0, 0, 0, 0, 1, 0, ""),
            new Account(60, 0, 0, "", 600, 599, 1, 0, 0, 0, 0, 0, ""),
            new Account(60, 0, 0, "", 600, 600, 0, 1, 0, 0, 1, 0, ""),
            new Account(60, 0, 0, "", 600, 600, 0, 0, 1, 0, 1, 0, ""),
            new Account(60, 0, 0, "", 600, 600, 0, 0, 0, 1, 1, 0, ""),
            new Account(60, 0, 0, "", 600, 600, 0, 0, 0, 0, 2, 0, ""));
    assertThat(unsound).noneMatch(Account::isSound);
  }

  @Test
  void theTextNamesWhatWentWrong() {
    var account =
        new Account(60, 4, 3, "policy-violation", 600, 580, 20, 7, 6, 5, 0, 2, "it broke");
    assertThat(ReportText.of(report(account, CALM)))
        .contains("580 of 600: 20 lost, 7 doubled, 6 out of order")
        .contains("cannot be told")
        .contains("5 deliveries that nobody in the channel sent")
        .contains("3 messages, the first for policy-violation")
        .contains("2 ended, the first because it broke; 4 messages were not sent")
        .doesNotContain("LIMIT");
    assertThat(ReportText.of(report(SOUND, CALM)))
        .contains("saw the same", "100 deliveries/s came, 100 were due (10.0 messages/s)")
        .doesNotContain("refused", "streams", "strange");
  }

  @Test
  void aGeneratorThatIsBusyOrLateIsSaidToBeTheLimit() {
    assertThat(report(SOUND, new Generator(6, 6, 0.95, 0, 0)).isGeneratorTheLimit()).isTrue();
    assertThat(report(SOUND, new Generator(1, 6, 0.1, 30, 40)).isGeneratorTheLimit()).isTrue();
    assertThat(report(SOUND, CALM).isGeneratorTheLimit()).isFalse();
    assertThat(ReportText.of(report(SOUND, new Generator(6, 6, 0.95, 0, 0))))
        .contains("THE GENERATOR WAS THE LIMIT");
  }

  @Test
  void theJsonHasTheSameFigures() {
    var json = ReportText.json(report(SOUND, CALM));
    assertThat(json.getBoolean("sound")).isTrue();
    assertThat(json.getJsonObject("account").getLong("received")).isEqualTo(600);
    assertThat(json.getJsonObject("latency").getDouble("p99_ms")).isEqualTo(20.0);
    assertThat(json.getJsonArray("seconds")).hasSize(6);
    assertThat(json.getJsonObject("plan").getInteger("members")).isEqualTo(20);
  }

  @Test
  void thePictureHasAPointForEachSecond() throws Exception {
    Document picture = parsed(Chart.of(report(SOUND, CALM)));
    var curves = picture.getElementsByTagName("polyline");
    assertThat(curves.getLength()).isEqualTo(6);
    for (int i = 0; i < curves.getLength(); i++) {
      String points = curves.item(i).getAttributes().getNamedItem("points").getNodeValue();
      assertThat(points.strip().split(" ", -1))
          .hasSize(6)
          .allMatch(p -> p.matches("[\\d.]+,[\\d.]+"));
    }
  }

  @Test
  void aRunWithoutAnyDeliveryIsDrawnToo() throws Exception {
    var empty = new Report(plan(), new Preparation(1, 1, 1), SOUND, latency(0), List.of(), CALM);
    assertThat(parsed(Chart.of(empty)).getDocumentElement().getTagName()).isEqualTo("svg");
  }

  @Test
  void aPlanThatCannotBeCarriedOutIsRefused() {
    assertThatThrownBy(() -> new Crowd(10, 3, 1, ACCOUNTS)).hasMessageContaining("evenly");
    assertThatThrownBy(() -> new Crowd(10, 2, 6, ACCOUNTS)).hasMessageContaining("publishers");
    assertThatThrownBy(() -> new Traffic(0, 100, 0, 1, 1)).hasMessageContaining("rate");
    assertThatThrownBy(() -> new Traffic(1, 49, 0, 1, 1)).hasMessageContaining("50 bytes");
    assertThatThrownBy(() -> new Traffic(1, 50, 0, 3601, 1)).hasMessageContaining("3600");
  }

  private static Report report(Account account, Generator generator) {
    List<Second> seconds =
        IntStream.range(0, 6).mapToObj(i -> new Second(i, 100, latency(i + 1))).toList();
    return new Report(plan(), new Preparation(1, 2, 3), account, latency(10), seconds, generator);
  }

  private static Report.Latency latency(double ms) {
    return new Report.Latency(ms, ms * 1.5, ms * 2, ms * 3, ms * 4);
  }

  private static LoadPlan plan() {
    return new LoadPlan(
        new Target("127.0.0.1", 5222, "d", "mix.d", Face.MIX_CORE_1, Security.NONE),
        new Crowd(20, 2, 5, ACCOUNTS),
        new Traffic(10, 100, 1, 5, 10));
  }

  private static Document parsed(String svg) throws Exception {
    return builder().parse(new InputSource(new java.io.StringReader(svg)));
  }

  private static javax.xml.parsers.DocumentBuilder builder() throws ParserConfigurationException {
    return DocumentBuilderFactory.newInstance().newDocumentBuilder();
  }
}
