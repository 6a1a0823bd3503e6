package im.coven.ops;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import im.coven.conformance.Requirement;
import im.coven.ops.Catalogue.Fsync;
import im.coven.ops.Catalogue.Registration;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsReaderTest {

  @TempDir Path dir;

  @Test
  void everyKeyHasAPresetThatItsKindAccepts() {
    Settings presets = SettingsReader.presets();

    assertThat(presets.get(Catalogue.CLIENT_PORT)).isEqualTo(5222);
    assertThat(presets.get(Catalogue.DOMAINS_ACCOUNTS)).containsExactly("localhost");
    assertThat(presets.get(Catalogue.REDIS_URI)).isEmpty();
    assertThat(Catalogue.keys())
        .allSatisfy(key -> assertThat(key.kind().accepts(key.preset())).isTrue());
  }

  @ParameterizedTest
  @ValueSource(strings = {"client.port", "ops.port", "redis.uri", "data.dir"})
  void theKeysThatOthersRelyOnAreThere(String name) {
    assertThat(Catalogue.keys()).extracting(Key::name).contains(name);
  }

  @Test
  void theFileComesOverThePresetsTheEnvironmentOverItAndTheCommandLineOverAll() throws IOException {
    Path file = file("client:\n  port: 1\n  tls-port: 2\n  host: 10.0.0.1\nops:\n  port: 3\n");
    var environment = Map.of("COVEN_CLIENT_TLS_PORT", "20", "COVEN_OPS_PORT", "30", "PATH", "x");

    Settings settings = SettingsReader.read(file, environment, List.of("ops.port=300"));

    assertThat(settings.get(Catalogue.CLIENT_PORT)).isEqualTo(1);
    assertThat(settings.get(Catalogue.CLIENT_TLS_PORT)).isEqualTo(20);
    assertThat(settings.get(Catalogue.OPS_PORT)).isEqualTo(300);
    assertThat(settings.get(Catalogue.CLIENT_HOST)).isEqualTo("10.0.0.1");
    assertThat(settings.get(Catalogue.REDIS_PREFIX)).isEqualTo("coven");
    assertThat(settings.isGiven(Catalogue.REDIS_PREFIX)).isFalse();
  }

  @Test
  void theLastOfTwoAssignmentsIsTaken() {
    assertThat(assigned("mix.name=A", "mix.name=B").get(MixKeys.NAME)).isEqualTo("B");
  }

  @Test
  void aListHasCommasOutsideAFileAndIsPreparedAsDomains() {
    Settings settings = assigned("domains.accounts=A.example, b.example,a.example");

    assertThat(settings.get(Catalogue.DOMAINS_ACCOUNTS)).containsExactly("a.example", "b.example");
  }

  @Test
  void anEmptyListIsSaidWithNothing() {
    assertThat(assigned("domains.muc=").get(Catalogue.DOMAINS_MUC)).isEmpty();
  }

  @Test
  void aPortCanBeOff() {
    assertThat(assigned("client.tls-port=off").get(Catalogue.CLIENT_TLS_PORT)).isNegative();
  }

  @Test
  void aValueKeepsTheTextItWasWrittenWith() throws IOException {
    Settings settings = SettingsReader.read(file("mix: {name: 007}"), Map.of(), List.of());

    assertThat(settings.get(MixKeys.NAME)).isEqualTo("007");
  }

  @Test
  void anEmptyFileSaysNothing() throws IOException {
    Settings settings = SettingsReader.read(file("# nothing\nclient:\n"), Map.of(), List.of());

    assertThat(settings.get(Catalogue.CLIENT_PORT)).isEqualTo(5222);
  }

  @Test
  void theLoadTestFileIsOpenOnLoopbackOnly() {
    Settings settings = SettingsReader.read(Path.of("conf", "loadtest.yaml"), Map.of(), List.of());

    assertThat(settings.get(Catalogue.CLIENT_HOST)).isEqualTo("127.0.0.1");
    assertThat(settings.get(Catalogue.CLIENT_TLS_REQUIRED)).isFalse();
    assertThat(settings.get(Catalogue.CLIENT_PLAIN_ON_LOOPBACK)).isTrue();
    assertThat(settings.get(Catalogue.CLIENT_REGISTRATION)).isEqualTo(Registration.OPEN);
    assertThat(settings.get(Catalogue.REDIS_FSYNC)).isEqualTo(Fsync.EVERYSEC);
    assertThat(settings.get(Catalogue.DOMAINS_MIX)).containsExactly("mix.shakespeare.example");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client.prot=1        | there is no key client.prot; did you mean client.port?",
        "port=1               | did you mean ops.port?",
        "client.port=http     | client.port is \"http\"; expected a port from 0 to 65535",
        "client.port=70000    | expected a port from 0 to 65535",
        "client.port=         | client.port is \"\"; expected a port",
        "client.port=off      | expected a port",
        "client.tls-required=1| expected true or false",
        "client.registration=x| expected one of loopback, open, closed",
        "scram.iterations=100 | expected a whole number from 4096",
        "client.depth-max=1   | expected a whole number from 8",
        "mix.name=            | expected a text that is not empty",
        "domains.accounts=a b | expected a list of domain names",
        "domains.accounts=a@b | expected a list of domain names",
        "data.dir=            | expected a path",
        "client.port          | expected KEY=VALUE",
        "=5                   | expected KEY=VALUE",
        "domains.accounts=    | domains.accounts is empty; name one domain at least",
        "domains.mix=         | domains.mix is empty",
        "redis.uri=localhost  | redis.uri is \"localhost\"; expected redis://host:port",
        "redis.uri=http://a:1 | expected redis://host:port",
        "redis.prefix={a}     | redis.prefix is \"{a}\"; expected at most 64",
        "instance.id=a b      | instance.id is \"a b\"",
        "tls.key=k.pem        | tls.certificate and tls.key belong together",
        "ops.port=5222        | client.port and ops.port are both 5222",
        "client.outbox-bytes-max=100000 | no stanza fits",
        "client.unauthenticated-stanza-bytes-max=300000 | is above client.stanza-bytes-max",
      })
  void whatCannotBeUsedIsRefusedWithWhatIsExpected(String assignment, String said) {
    assertThat(problems(() -> assigned(assignment))).singleElement().asString().contains(said);
  }

  @ParameterizedTest
  @CsvSource({"domains.mix", "domains.muc"})
  @Requirement("CORE-04-008")
  void anAccountDomainThatIsADomainOfTheServiceIsRefused(String key) {
    assertThat(problems(() -> assigned("domains.accounts=a.example", key + "=a.example")))
        .containsExactly(
            "a.example is in domains.accounts and in " + key + "; each domain has one use");
  }

  @Test
  void anUnknownKeyOfAFileIsRefusedWithItsLine() throws IOException {
    Path file = file("mix:\n  name: Coven\n  serchable: true\n");

    assertThat(problems(() -> SettingsReader.read(file, Map.of(), List.of())))
        .containsExactly(file + ":3: there is no key mix.serchable; did you mean mix.searchable?");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "client: [1         | not YAML",
        "- a                | expected keys with values",
        "client: 5          | there is no key client",
        "client: {port: {a: 1}} | there is no key client.port.a",
        "client: {port: [1, 2]} | expected a port",
        "domains: {mix: [[a]]}  | expected a plain text",
        "{client.port: 1, client: {port: 2}} | client.port is there twice",
      })
  void aFileThatIsNotWellMadeIsRefused(String text, String said) throws IOException {
    Path file = file(text);

    assertThat(problems(() -> SettingsReader.read(file, Map.of(), List.of())))
        .anySatisfy(problem -> assertThat(problem).startsWith(file + "").contains(said));
  }

  @Test
  void aFileThatIsNotThereOrNotTextIsRefused() throws IOException {
    Path absent = dir.resolve("absent.yaml");
    Path binary = dir.resolve("binary.yaml");
    Files.write(binary, new byte[] {(byte) 0xC0, (byte) 0x80});

    assertThat(problems(() -> SettingsReader.read(absent, Map.of(), List.of())))
        .containsExactly(absent + ": there is no such file");
    assertThat(problems(() -> SettingsReader.read(binary, Map.of(), List.of())))
        .containsExactly(binary + ": not UTF-8");
  }

  @Test
  void aMistypedVariableIsRefusedAndAStrangersIsNot() {
    var slip = Map.of("COVEN_CLIENT_PROT", "1");
    var serviceLink = Map.of("COVEN_SERVICE_HOST", "10.0.0.7", "COVEN_JAVA_OPTS", "-Xmx1g");

    assertThat(problems(() -> SettingsReader.read(null, slip, List.of())))
        .containsExactly("COVEN_CLIENT_PROT: no such key; did you mean COVEN_CLIENT_PORT?");
    assertThat(SettingsReader.read(null, serviceLink, List.of()).isGiven(Catalogue.CLIENT_HOST))
        .isFalse();
  }

  @Test
  void allProblemsAreReportedAtOnce() {
    assertThat(problems(() -> assigned("client.port=x", "ops.port=y", "nothing=z"))).hasSize(3);
  }

  @Test
  void aClusterIsNotNamedBesideAnotherRedis() {
    assertThat(assigned("redis.cluster=a:1,redis://u:p@b:2").hasOwnRedis()).isFalse();
    assertThat(problems(() -> assigned("redis.cluster=a:1", "redis.uri=redis://b")))
        .containsExactly("redis.cluster excludes redis.uri and redis.sentinels; set one of them");
    assertThat(problems(() -> assigned("redis.cluster=a:1,unix:///b,http://:secret@c")))
        .hasSize(1)
        .allSatisfy(problem -> assertThat(problem).doesNotContain("secret"));
  }

  private Path file(String text) throws IOException {
    return Files.writeString(dir.resolve("coven.yaml"), text, StandardCharsets.UTF_8);
  }

  private static Settings assigned(String... assignments) {
    return SettingsReader.read(null, Map.of(), List.of(assignments));
  }

  private static List<String> problems(Runnable reading) {
    var invalid = catchThrowableOfType(InvalidSettings.class, reading::run);
    assertThat(invalid).as("the refusal").isNotNull();
    return invalid.problems();
  }
}
