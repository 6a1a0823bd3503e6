package im.coven.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.coven.TestCoven;
import im.coven.load.LoadPlan.Accounts;
import im.coven.load.LoadPlan.Crowd;
import im.coven.load.LoadPlan.Face;
import im.coven.load.LoadPlan.Security;
import im.coven.load.LoadPlan.Target;
import im.coven.load.LoadPlan.Traffic;
import im.coven.load.Report.Account;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// The load test against an instance that does all well, and through a wire that does not.
class LoadTestIT {

  private static final int MEMBERS = 20;
  private static final int CHANNELS = 2;
  private static final int MESSAGES = 40;
  private static final long DELIVERIES = (long) MESSAGES * MEMBERS / CHANNELS;
  private static final Accounts NEW = new Accounts("load", "secret", true);

  private static final TestCoven COVEN = TestCoven.start();

  @AfterAll
  static void stop() {
    COVEN.close();
  }

  @ParameterizedTest
  @CsvSource({"MIX_CORE_0, NONE", "MIX_CORE_1, NONE", "MIX_CORE_1, STARTTLS_TRUSTING_ALL"})
  void everythingIsDeliveredOnceAndInOneOrder(Face face, Security security) {
    Report report = run(COVEN.clientPort(), face, security);

    Account account = report.account();
    assertThat(account.isSound()).as(ReportText.of(report)).isTrue();
    assertThat(account.sent()).isEqualTo(MESSAGES);
    assertThat(account.received()).isEqualTo(DELIVERIES);
    assertThat(account.orders()).isEqualTo(1);
    assertThat(report.seconds().stream().mapToLong(Report.Second::delivered).sum())
        .isEqualTo(DELIVERIES);
    assertThat(report.latency().maxMs()).isPositive();
  }

  @ParameterizedTest
  @EnumSource(Censor.Act.class)
  void oneDeliveryThatIsTamperedWithIsNoticed(Censor.Act act) throws IOException {
    try (var censor = new Censor(act, (int) DELIVERIES / 4, COVEN.clientPort())) {
      Report report = run(censor.port(), Face.MIX_CORE_1, Security.NONE);

      Account account = report.account();
      assertThat(account.isSound()).as(ReportText.of(report)).isFalse();
      switch (act) {
        case LOSES -> {
          assertThat(account.lost()).isEqualTo(1);
          assertThat(account.received()).isEqualTo(DELIVERIES - 1);
        }
        case DOUBLES -> {
          assertThat(account.doubled()).isEqualTo(1);
          assertThat(account.lost()).isZero();
        }
        case SWAPS -> {
          assertThat(account.orders()).isEqualTo(2);
          assertThat(account.lost() + account.doubled()).isZero();
        }
        case BREAKS_OFF -> {
          assertThat(account.endedStreams()).isEqualTo(1);
          assertThat(account.lost() + account.unsent()).isPositive();
        }
      }
    }
  }

  @Test
  void whoHasNoAccountIsToldSo() {
    var absent = new Accounts("nobody", "secret", false);
    assertThatThrownBy(() ->
            LoadTest.run(
                plan(COVEN.clientPort(), Face.MIX_CORE_1, Security.NONE, absent), line -> {}))
        .isInstanceOf(LoadFailure.class)
        .hasMessageMatching("nobody\\d+: log-in refused: not-authorized");
  }

  private static Report run(int port, Face face, Security security) {
    return LoadTest.run(plan(port, face, security, NEW), line -> {});
  }

  private static LoadPlan plan(int port, Face face, Security security, Accounts accounts) {
    return new LoadPlan(
        new Target("127.0.0.1", port, COVEN.domain(), "mix." + COVEN.domain(), face, security),
        new Crowd(MEMBERS, CHANNELS, 3, accounts),
        new Traffic(MESSAGES, 100, 0, 1, 2));
  }
}
