package im.coven.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Sizes, and what must not stand in a file. A rule that is not a test is a wish.
class TidyTest {

  private static final int FILE_LINES_MAX = 500;
  private static final int TEST_FILE_LINES_MAX = 500;
  private static final int METHOD_LINES_MAX = 70;
  private static final int TEST_METHOD_LINES_MAX = 100;
  private static final int PARAMETERS_MAX = 4;
  private static final int PRIVATE_PARAMETERS_MAX = 5;
  private static final int COLUMNS_MAX = 100;

  private static final List<SourceFile> MAIN = read("src/main/java");
  private static final List<SourceFile> TEST = read("src/test/java");

  /// What must not be written, with what to write instead.
  private static final Map<Pattern, String> BANNED = new LinkedHashMap<>();

  static {
    ban("\\.printStackTrace\\(", "log it, or say what to do about it");
    ban("@Disabled", "mend the test or remove it");
    ban("\\b(FIXME|XXX)\\b", "do it, or write an issue and TODO(#issue)");
    ban("\\bTODO(?!\\(#\\d+\\))", "TODO(#issue): without an issue nobody will");
    ban("catch \\(Throwable\\b", "catch what you can handle");
    ban("^import .*\\.\\*;", "import what you use");
    ban("\\bMockito\\b", "use the real thing");
  }

  private static void ban(String regex, String instead) {
    BANNED.put(Pattern.compile(regex), instead);
  }

  private static List<SourceFile> read(String folder) {
    try {
      return SourceFile.below(Path.of(folder));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<SourceFile> everything() {
    return Stream.concat(MAIN.stream(), TEST.stream())
        .filter(file -> !file.path().endsWith("TidyTest.java"));
  }

  @Test
  void filesAreShort() {
    assertThat(MAIN)
        .filteredOn(file -> file.lines().size() > FILE_LINES_MAX)
        .extracting(SourceFile::name)
        .isEmpty();
    assertThat(TEST)
        .filteredOn(file -> file.lines().size() > TEST_FILE_LINES_MAX)
        .extracting(SourceFile::name)
        .isEmpty();
  }

  @Test
  void methodsAreShort() {
    // A conversation in a test is read from top to bottom and may be longer.
    assertThat(longerThan(METHOD_LINES_MAX, MAIN)).isEmpty();
    assertThat(longerThan(TEST_METHOD_LINES_MAX, TEST)).isEmpty();
  }

  private static List<String> longerThan(int linesMax, List<SourceFile> files) {
    return offences(
        files.stream(),
        file ->
            file.methods().stream()
                .filter(method -> method.lines() > linesMax)
                .map(Record::toString));
  }

  @Test
  void methodsTakeFewParameters() {
    assertThat(
            offences(
                everything(),
                file ->
                    file.methods().stream()
                        .filter(method -> method.parameters() > parametersMax(method.kind()))
                        .map(Record::toString)))
        .isEmpty();
  }

  private static int parametersMax(SourceFile.Kind kind) {
    return switch (kind) {
      case CONSTRUCTOR, OVERRIDING -> Integer.MAX_VALUE;
      case PRIVATE -> PRIVATE_PARAMETERS_MAX;
      case CALLED_FROM_ELSEWHERE -> PARAMETERS_MAX;
    };
  }

  @Test
  void linesFitTheScreen() {
    // In tests stanzas and tables are as wide as they must be.
    assertThat(
            offences(
                MAIN.stream(),
                file ->
                    file.lines().stream()
                        .filter(line -> line.codePointCount(0, line.length()) > COLUMNS_MAX)))
        .isEmpty();
  }

  @Test
  void nothingIsWrittenThatTheHouseDoesNotWant() {
    List<String> found = new ArrayList<>();
    BANNED.forEach((pattern, instead) ->
        offences(
                everything(),
                file -> file.lines().stream().filter(line -> pattern.matcher(line).find()))
            .forEach(offence -> found.add(offence + "  -- " + instead)));
    assertThat(found).isEmpty();
  }

  @Test
  void onlyTheCommandLineWritesToTheConsole() {
    assertThat(
            offences(
                MAIN.stream().filter(file -> !file.name().contains("/cli/")),
                file -> containing(file, "System.out", "System.err.")))
        .isEmpty();
  }

  @Test
  void nobodySleeps() {
    // The embedded Redis is waited for on a thread of its own, and its process has no other signal.
    assertThat(
            offences(
                everything().filter(file -> !file.path().endsWith("EmbeddedRedis.java")),
                file -> containing(file, "Thread.sleep(", "TimeUnit.sleep")))
        .isEmpty();
  }

  private static Stream<String> containing(SourceFile file, String... texts) {
    return file.lines().stream().filter(line -> Stream.of(texts).anyMatch(line::contains));
  }

  @Test
  void everyPackageSaysWhatItIsFor() throws IOException {
    List<Path> folders =
        MAIN.stream()
            .map(file -> file.path().getParent())
            .distinct()
            .map(Path.class::cast)
            .toList();
    for (Path folder : folders) {
      Path info = folder.resolve("package-info.java");
      assertThat(info).exists();
      assertThat(Files.readString(info)).startsWith("///").contains("@NullMarked");
    }
  }

  @Test
  void aPackageIsDescribedOnce() {
    assertThat(TEST)
        .filteredOn(file -> file.path().endsWith("package-info.java"))
        .extracting(file -> Path.of(file.name().replaceFirst("src/test", "src/main")))
        .allMatch(Files::notExists, "has none beside the classes");
  }

  @Test
  void everyPublicTypeIsDocumented() {
    var declaration =
        Pattern.compile(
            "^public (?:sealed |non-sealed |final |abstract )*(?:class|record|enum|interface|@interface) .*");
    assertThat(
            offences(
                MAIN.stream(),
                file ->
                    Stream.iterate(0, i -> i < file.lines().size(), i -> i + 1)
                        .filter(i -> declaration.matcher(file.lines().get(i)).matches())
                        .filter(i -> !isDocumented(file.lines(), i))
                        .map(file.lines()::get)))
        .isEmpty();
  }

  /// Whether a comment stands above a declaration, annotations between them left out.
  private static boolean isDocumented(List<String> lines, int declaration) {
    for (int i = declaration - 1; i >= 0 && !lines.get(i).isEmpty(); i--) {
      if (lines.get(i).startsWith("///")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void testsAreFoundByTheBuild() {
    assertThat(TEST)
        .filteredOn(file -> file.lines().stream().anyMatch(line -> line.strip().equals("@Test")))
        .extracting(SourceFile::name)
        .allMatch(name -> name.endsWith("Test.java") || name.endsWith("IT.java"));
  }

  private static List<String> offences(
      Stream<SourceFile> files, Function<SourceFile, Stream<String>> find) {
    return files.flatMap(file -> find.apply(file).map(what -> file.name() + ": " + what)).toList();
  }
}
