package im.coven.ops;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SettingsTextTest {

  private static final Path FILE = Path.of("conf", "coven.yaml");

  @Test
  void theDocumentedFileIsWhatTheCatalogueSays() throws IOException {
    assertThat(Files.readString(FILE))
        .as("conf/coven.yaml; write it anew: bin/coven check --template > conf/coven.yaml")
        .isEqualTo(SettingsText.template());
  }

  @Test
  void theDocumentedFileGivesEveryKeyItsPreset() {
    Settings presets = SettingsReader.presets();

    Settings read = SettingsReader.read(FILE, Map.of(), List.of());

    assertThat(Catalogue.keys())
        .allSatisfy(key -> {
          assertThat(read.isGiven(key)).as(key.name()).isTrue();
          assertThat((Object) read.get(key)).isEqualTo(presets.get(key));
        });
  }

  @Test
  void everyKeyIsExplainedInASentence() {
    assertThat(Catalogue.keys())
        .allSatisfy(
            key -> assertThat(key.meaning()).as(key.name()).hasSizeGreaterThan(20).contains("."));
  }
}
