package im.coven.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conform.Requirements;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Holds `docs/conformance.md` to what the tests prove.
///
/// The file is written anew by each run. Where it differed and `CI` is set in the environment, the
/// run fails: what is committed must be up to date.
class ConformanceTest {

  private static final Path DOCS = Path.of("docs");
  private static final Marks MARKS = Marks.scan();

  @Test
  void everyMarkNamesARequirementAndIsOnATest() throws IOException {
    Catalogue catalogue = Catalogue.read(DOCS);
    assertThat(MARKS.tests().keySet())
        .as("ids of @Requirement and [proves] that docs/conformance.csv does not have")
        .allMatch(catalogue.rows()::containsKey);
    assertThat(catalogue.notApplicable().keySet())
        .as("ids of docs/conformance-not-applicable.csv that docs/conformance.csv does not have")
        .allMatch(catalogue.rows()::containsKey);
  }

  @Test
  void noRequirementIsBothProvedAndNotApplicable() throws IOException {
    assertThat(Catalogue.read(DOCS).notApplicable().keySet())
        .doesNotContainAnyElementsOf(MARKS.tests().keySet());
  }

  @Test
  void theReportIsUpToDate() throws IOException {
    var report = new Report(Catalogue.read(DOCS), MARKS);
    Path file = DOCS.resolve("conformance.md");
    String before = Files.exists(file) ? Files.readString(file) : "";
    String now = report.markdown();
    Files.writeString(file, now);
    if (System.getenv("CI") != null) {
      assertThat(before.lines())
          .as("docs/conformance.md was out of date; it is written anew, so commit it")
          .containsExactlyElementsOf(now.lines().toList());
    }
  }

  @Test
  void quotedCellsAreRead() {
    assertThat(Requirements.records("x,y,z\na,\"b,\"\"c\"\"\nd\",\n1,2,3\n"))
        .containsExactly(List.of("a", "b,\"c\"\nd", ""), List.of("1", "2", "3"));
  }
}
