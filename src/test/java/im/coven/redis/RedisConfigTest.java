package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RedisConfigTest {

  @ParameterizedTest
  @CsvSource({
    "redis://127.0.0.1:6379, redis://127.0.0.1:6379",
    "redis://user:secret@redis.example:7000/3, redis://redis.example:7000/3",
    "rediss://:secret@redis.example, rediss://redis.example",
    "redis://redis.example?password=secret, redis://redis.example",
    "redis://:p%40ss%2Fword@[::1]:7000, redis://[::1]:7000",
    "unix:///var/lib/coven/redis.sock?password=secret, unix:///var/lib/coven/redis.sock",
  })
  void aUriIsShownWithoutItsSecrets(String uri, String shown) {
    assertThat(RedisConfig.DEFAULTS.withUri(uri).shown()).isEqualTo(shown);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:6379",
        "http://redis.example",
        "redis://",
        "redis://:secret@under_score",
        "redis://:sec ret@h"
      })
  void aUriOfAnotherKindIsRefused(String uri) {
    assertThatThrownBy(() -> RedisConfig.DEFAULTS.withUri(uri))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis.uri")
        .hasMessageNotContaining("ret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "a{b", "a}b"})
  void aPrefixThatWouldChangeTheSlotOfAKeyIsRefused(String prefix) {
    assertThatThrownBy(() -> RedisConfig.DEFAULTS.withPrefix(prefix))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis.prefix");
  }

  @Test
  void aTimeThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new RedisConfig.Patience(1, 0, 1, 1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("commandTimeoutMs");
  }

  @ParameterizedTest
  @CsvSource({
    "redis://h:1, 10.0.0.2, redis://10.0.0.2:7",
    "rediss://user:p%40ss@h/3?x=y, ::1, rediss://user:p%40ss@[::1]:7/3?x=y",
  })
  void aUriKeepsAllButHostAndPort(String uri, String host, String moved) {
    assertThat(RedisConfig.moved(URI.create(uri), host, 7)).isEqualTo(moved);
  }

  @ParameterizedTest
  @CsvSource({
    "sentinel.example, redis://sentinel.example:26379",
    "sentinel.example:1, redis://sentinel.example:1",
    "rediss://u:p@sentinel.example, rediss://u:p@sentinel.example:26379",
    "[::1]:5, redis://[::1]:5",
  })
  void aSentinelIsNamedByHostAndPortOrUri(String address, String uri) {
    assertThat(SentinelConfig.of(List.of(address), "m").uris()).containsExactly(uri);
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://h:1", "unix:///secret", "a b", "redis://:secret@"})
  void anAddressThatIsNoneIsRefused(String address) {
    assertThatThrownBy(() -> SentinelConfig.of(List.of(address), "m"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis.sentinels")
        .hasMessageNotContaining("secret");
  }

  @Test
  void sentinelsAndTheirMasterBelongTogether() {
    assertThatThrownBy(() -> SentinelConfig.of(List.of("h"), ""))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis.master");
    assertThatThrownBy(() -> SentinelConfig.of(List.of(), "m"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("redis.sentinels");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "redis_version:7.0.0\r\n",
        "x:y\r\nredis_version:7.2.4\r\n",
        "redis_version:8.0.1"
      })
  void aRedisFromSevenOnServes(String info) {
    assertThat(NodeLink.checkVersion(info).succeeded()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"redis_version:6.2.14\r\n", "redis_version:5.0.7\r\n"})
  void anOlderRedisIsRefusedWithItsVersion(String info) {
    assertThat(NodeLink.checkVersion(info).cause())
        .isInstanceOf(RedisUnavailable.class)
        .hasMessageContaining("too old")
        .hasMessageContaining("7.0");
  }

  @Test
  void aServerThatHidesItsVersionIsRefused() {
    assertThat(NodeLink.checkVersion("role:master").cause()).isInstanceOf(RedisUnavailable.class);
  }
}
