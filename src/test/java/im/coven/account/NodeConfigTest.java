package im.coven.account;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.account.NodeConfig.Access;
import im.coven.conformance.Requirement;
import im.coven.form.DataForm;
import im.coven.form.Field;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NodeConfigTest {

  private static final int ITEMS_MAX = 500;

  private static DataForm form(String var, String value) {
    return DataForm.of(
        DataForm.Type.SUBMIT, NodeConfig.FORM_CONFIG, List.of(Field.of("pubsub#" + var, value)));
  }

  @ParameterizedTest
  @CsvSource({
    "access_model, whitelist, whitelist 1 1 1 1",
    "access_model, open, open 1 1 1 1",
    "access_model, authorize, ",
    "max_items, max, presence 500 1 1 1",
    "max_items, 501, presence 500 1 1 1",
    "max_items, 7, presence 7 1 1 1",
    "max_items, 0, ",
    "max_items, many, ",
    "persist_items, false, presence 1 0 1 1",
    "send_last_published_item, never, presence 1 1 0 1",
    "send_last_published_item, on_sub_and_presence, presence 1 1 1 1",
    "send_last_published_item, always, ",
    "notify_retract, 0, presence 1 1 1 0",
    "title, Mine, presence 1 1 1 1",
  })
  @Requirement("C2S-066")
  void aFormChangesWhatItNames(String var, String value, String expected) {
    assertThat(NodeConfig.DEFAULT.with(form(var, value), ITEMS_MAX).map(NodeConfig::write))
        .isEqualTo(java.util.Optional.ofNullable(expected));
  }

  @Test
  void aConfigurationIsReadAsItWasWritten() {
    for (Access access : Access.values()) {
      var config = new NodeConfig(access, 9, false, true, false);
      assertThat(NodeConfig.read(config.write())).isEqualTo(config);
      assertThat(NodeConfig.DEFAULT.with(config.toForm(), ITEMS_MAX)).contains(config);
    }
  }
}
