package im.coven.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.net.InetAddress;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Who may import whom: the table of `docs/architecture.md`, and what the core must not know.
class ArchitectureTest {

  private static final JavaClasses COVEN =
      new ClassFileImporter()
          .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
          .importPackages("im.coven");

  /// The packages of the pure core, each with those it may import.
  private static final Map<String, Set<String>> CORE = new LinkedHashMap<>();

  /// The same for the shell, which may import all of the core besides.
  private static final Map<String, Set<String>> SHELL = new LinkedHashMap<>();

  static {
    core("jid");
    core("xml");
    core("sasl");
    core("stanza", "jid", "xml");
    core("stream", "jid", "xml", "stanza", "sasl");
    core("form", "jid", "xml", "stanza");
    core("rsm", "jid", "xml", "stanza");
    core("disco", "jid", "xml", "stanza", "form");
    core("mam", "jid", "xml", "stanza", "form", "rsm", "disco");
    core("channel", "jid", "xml", "stanza", "form", "rsm", "disco", "mam");
    core("replica", "jid", "xml", "stanza", "form", "rsm", "disco", "mam", "channel");
    core("mix", "jid", "xml", "stanza", "form", "rsm", "disco", "mam", "channel");
    core("muc", "jid", "xml", "stanza", "form", "rsm", "disco", "mam", "channel", "mix");
    core("account", "jid", "xml", "stanza", "form", "rsm", "disco", "mam");
    core("script", "xml");
    shell("ops");
    shell("redis", "ops");
    shell("service", "redis", "ops");
    shell("net", "service", "ops");
    shell("client");
    shell("conform", "client");
    shell("load", "client");
    shell("cli", "client", "conform", "load", "ops", "redis");
  }

  private static void core(String name, String... imports) {
    CORE.put(name, Set.of(imports));
  }

  private static void shell(String name, String... imports) {
    var all = new TreeSet<>(CORE.keySet());
    all.addAll(Arrays.asList(imports));
    SHELL.put(name, all);
  }

  private static String[] packages(Stream<String> names) {
    return names.map(name -> "im.coven." + name + "..").toArray(String[]::new);
  }

  private static Stream<String> layers() {
    return Stream.concat(CORE.keySet().stream(), SHELL.keySet().stream());
  }

  @Test
  void everyPackageHasItsPlace() {
    var known = new TreeSet<>(layers().map(name -> "im.coven." + name).toList());
    known.add("im.coven");
    assertThat(COVEN.stream().map(JavaClass::getPackageName).distinct()).isSubsetOf(known);
  }

  @ParameterizedTest
  @MethodSource("layers")
  void aPackageImportsOnlyWhatItsPlaceAllows(String name) {
    Set<String> allowed = CORE.containsKey(name) ? CORE.get(name) : SHELL.get(name);
    var own = Stream.concat(Stream.of(name), allowed == null ? Stream.of() : allowed.stream());
    classes()
        .that()
        .resideInAPackage("im.coven." + name + "..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("im.coven..").or(resideInAnyPackage(packages(own))))
        .because("arrows point down the table of docs/architecture.md")
        .allowEmptyShould(true)
        .check(COVEN);
  }

  @Test
  void nobodyImportsTheEntryPoint() {
    noClasses()
        .that()
        .resideOutsideOfPackage("im.coven")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("im.coven")
        .check(COVEN);
  }

  @Test
  void thereAreNoCycles() {
    slices().matching("im.coven.(*)..").should().beFreeOfCycles().check(COVEN);
  }

  @Test
  void theCoreKnowsNoLibraryOfTheShell() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(CORE.keySet().stream()))
        .should()
        .dependOnClassesThat(
            // A literal address is text like any other; nothing is looked up.
            not(assignableTo(InetAddress.class))
                .and(
                    resideInAnyPackage(
                        "io.vertx..",
                        "io.netty..",
                        "io.micrometer..",
                        "org.slf4j..",
                        "ch.qos.logback..",
                        "picocli..",
                        "org.snakeyaml..",
                        "java.net..",
                        "java.nio.file..",
                        "java.nio.channels..",
                        "java.util.logging..",
                        "java.util.concurrent..")))
        .because("the core decides and the shell does")
        .check(COVEN);
  }

  @Test
  void theCoreKnowsNeitherTimeNorChance() {
    noClasses()
        .that()
        .resideInAnyPackage(packages(CORE.keySet().stream()))
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(Clock.class, java.util.Random.class)
        .orShould()
        .dependOnClassesThat()
        .areAssignableTo(java.util.random.RandomGenerator.class)
        .orShould()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .orShould()
        .callMethod(System.class, "nanoTime")
        .orShould()
        .callMethod(java.util.UUID.class, "randomUUID")
        .because("what the core needs of those comes in as arguments")
        .check(COVEN);
  }

  @Test
  void onlyTheXmlPackageSeesTheParser() {
    noClasses()
        .that()
        .resideOutsideOfPackage("im.coven.xml..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("com.fasterxml..", "org.codehaus.stax2..")
        .check(COVEN);
  }

  @Test
  void onlyTheShellSeesTheDriverOfRedis() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "im.coven", "im.coven.redis..", "im.coven.service..", "im.coven.cli..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.vertx.redis..")
        .check(COVEN);
  }

  @Test
  void namesSayWhatAThingIs() {
    noClasses()
        .should()
        .haveSimpleNameEndingWith("Impl")
        .orShould()
        .haveSimpleNameEndingWith("Helper")
        .orShould()
        .haveSimpleNameEndingWith("Utils")
        .orShould()
        .haveSimpleNameEndingWith("Util")
        .orShould()
        .haveSimpleNameEndingWith("Manager")
        .orShould()
        .haveSimpleNameStartingWith("Abstract")
        .orShould()
        .haveNameMatching(".*\\.I[A-Z][a-z]\\w*")
        .orShould()
        .resideInAnyPackage("..util..", "..common..", "..impl..", "..model..", "..manager..")
        .check(COVEN);
  }
}
