package im.coven.conformance;

import im.coven.conform.Requirements;
import im.coven.conform.Requirements.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The requirements of `docs/conformance.csv`, by id, and what
/// `docs/conformance-not-applicable.csv` says of some of them.
record Catalogue(Map<String, Requirement> rows, Map<String, String> notApplicable) {

  static Catalogue read(Path docs) throws IOException {
    String rows = Files.readString(docs.resolve("conformance.csv"));
    Map<String, String> notApplicable = new LinkedHashMap<>();
    String exceptions = Files.readString(docs.resolve("conformance-not-applicable.csv"));
    for (List<String> cells : Requirements.records(exceptions)) {
      notApplicable.put(cells.get(0), cells.get(1));
    }
    return new Catalogue(Requirements.parse(rows).rows(), notApplicable);
  }
}
