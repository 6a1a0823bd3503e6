package im.coven.conformance;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import im.coven.conform.Play;
import im.coven.conform.Suite;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Which tests and scripts say that they prove which requirement: ids to `Class.method` and to
/// `core/joining`, all sorted.
record Marks(SortedMap<String, SortedSet<String>> tests) {

  private static final Set<String> TEST_ANNOTATIONS =
      Set.of(
          "org.junit.jupiter.api.Test",
          "org.junit.jupiter.api.TestFactory",
          "org.junit.jupiter.api.RepeatedTest",
          "org.junit.jupiter.params.ParameterizedTest",
          "net.jqwik.api.Property",
          "net.jqwik.api.Example",
          "com.code_intelligence.jazzer.junit.FuzzTest");

  /// Reads the marks of all test classes of Coven, and of the scripts of the conformance suite,
  /// which `ConformIT` plays.
  static Marks scan() {
    SortedMap<String, SortedSet<String>> tests = new TreeMap<>();
    var importer =
        new ClassFileImporter().withImportOption(ImportOption.Predefined.ONLY_INCLUDE_TESTS);
    for (JavaClass type : importer.importPackages("im.coven")) {
      for (JavaMethod method : type.getMethods()) {
        if (!isTest(method)) {
          continue;
        }
        Stream.concat(ids(method.getAnnotations()), ids(type.getAnnotations()))
            .forEach(id -> tests.computeIfAbsent(id, _ -> new TreeSet<>()).add(name(method)));
      }
      marksOnNothing(type, tests);
    }
    for (Play play : Suite.load().plays()) {
      play.requirements()
          .forEach(id -> tests.computeIfAbsent(id, _ -> new TreeSet<>()).add(play.id()));
    }
    return new Marks(tests);
  }

  /// A mark on what is no test proves nothing, and is therefore treated as an unknown id.
  private static void marksOnNothing(JavaClass type, SortedMap<String, SortedSet<String>> tests) {
    for (JavaMethod method : type.getMethods()) {
      if (!isTest(method)) {
        ids(method.getAnnotations())
            .forEach(id ->
                tests
                    .computeIfAbsent(id + " on a method that is no test", _ -> new TreeSet<>())
                    .add(name(method)));
      }
    }
  }

  private static boolean isTest(JavaMethod method) {
    return method.getAnnotations().stream()
        .anyMatch(annotation -> TEST_ANNOTATIONS.contains(annotation.getRawType().getName()));
  }

  private static Stream<String> ids(Set<? extends JavaAnnotation<?>> annotations) {
    return annotations.stream()
        .flatMap(annotation ->
            switch (annotation.getRawType().getSimpleName()) {
              case "Requirement" -> Stream.of(value(annotation));
              case "Requirements" ->
                  Stream.of((JavaAnnotation<?>[]) annotation.get("value").orElseThrow())
                      .map(Marks::value);
              default -> Stream.of();
            });
  }

  private static String value(JavaAnnotation<?> annotation) {
    return (String) annotation.get("value").orElseThrow();
  }

  private static String name(JavaMethod method) {
    return method.getOwner().getSimpleName() + "." + method.getName();
  }
}
