package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.redis.ClusterMap.Claim;
import org.junit.jupiter.api.Test;

class ClusterMapTest {

  private static final String NODES =
      """
      07c3 127.0.0.1:30004@31004,hostname4 slave e7d1 0 1426238317239 4 connected
      67ed 10.0.0.2:30002@31002,two.example master - 0 1426238316232 2 connected 5461-10922
      292f 10.0.0.3:30003@31003,,shard-id=9 master,fail - 0 1426238318243 3 connected 10923-16383
      6ec2 :30005@31005 myself,master - 0 0 7 connected 0-5459 5460 [5461->-67ed]
      824f 10.0.0.6:30006@31006 master - 0 0 8 connected
      aaaa :0@0 master,fail,noaddr - 0 0 1 disconnected 12
      cccc ::1:30007@31007 master - 0 0 9 connected 14
      """;

  @Test
  void whoHasWhichSlotsIsReadWithTheEpochs() {
    ClusterMap map = ClusterMap.parse(NODES, "10.0.0.9", false);
    assertThat(map.claims())
        .containsExactly(
            new Claim("10.0.0.2:30002", 2, 5461, 10_922),
            new Claim("10.0.0.3:30003", 3, 10_923, 16_383),
            new Claim("10.0.0.9:30005", 7, 0, 5459),
            new Claim("10.0.0.9:30005", 7, 5460, 5460),
            new Claim("[::1]:30007", 9, 14, 14));
  }

  @Test
  void aNodeIsKnownByAllItsNames() {
    ClusterMap numbers = ClusterMap.parse(NODES, "10.0.0.9", false);
    assertThat(numbers.canonical("two.example:30002")).isEqualTo("10.0.0.2:30002");
    assertThat(numbers.canonical("10.0.0.2:30002")).isEqualTo("10.0.0.2:30002");
    assertThat(numbers.canonical("::1:30007")).isEqualTo("[::1]:30007");
    assertThat(numbers.canonical("10.0.0.7:1")).isEqualTo("10.0.0.7:1");
    ClusterMap names = ClusterMap.parse(NODES, "10.0.0.9", true);
    assertThat(names.canonical("10.0.0.2:30002")).isEqualTo("two.example:30002");
    assertThat(names.masters()).contains("two.example:30002", "10.0.0.3:30003");
  }
}
