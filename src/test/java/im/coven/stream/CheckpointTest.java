package im.coven.stream;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.stream.Checkpoint.Inbound;
import im.coven.stream.Checkpoint.Kept;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatIsWrittenIsRead(boolean settled) {
    var kept = new TreeMap<Long, Kept>();
    kept.put(4L, new Kept(false, 1234, "<message xmlns='jabber:client'> a </message>"));
    kept.put((1L << 32) + 2, new Kept(true, 0, "<message to='a b'/>"));
    var checkpoint =
        new Checkpoint(
            new Inbound((1L << 32) + 7, List.of((1L << 32) + 9)),
            3,
            5,
            "where",
            settled,
            "what",
            kept);
    Map<String, String> fields = new HashMap<>(checkpoint.fields());
    fields.put("w", "somebody else's field");
    assertThat(Checkpoint.read(fields)).isEqualTo(checkpoint);
    assertThat(checkpoint.keptFields()).containsExactly("d4", "d4294967298");
  }
}
