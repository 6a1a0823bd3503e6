package im.coven.xml;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/// Whatever bytes a peer sends inside its stream: no exception comes out, the split does not
/// matter, the JDK's parser agrees, and what was read can be written and read again.
///
/// In a test run each seed of `src/test/resources/im/coven/xml/XmlFuzzTestInputs` is tried once;
/// they are the attacks that are known. To fuzz for real, for as long as `maxDuration` says:
///
/// ```
/// JAZZER_FUZZ=1 mvn -B test -Dtest=XmlFuzzTest -Djunit.jupiter.execution.timeout.mode=disabled
/// ```
///
/// What it finds is written beside the seeds and stays a test.
class XmlFuzzTest {

  @FuzzTest(maxDuration = "10m")
  void bytesInAStream(byte[] data) {
    Recording heard = XmlOracle.check(data);
    assertThat(heard.headers).hasSize(1);
    boolean ended = heard.lines.contains("closed") || heard.faults.size() == 1;
    assertThat(ended || heard.faults.isEmpty()).isTrue();
    assertThat(heard.faults).hasSizeLessThan(2);
  }
}
