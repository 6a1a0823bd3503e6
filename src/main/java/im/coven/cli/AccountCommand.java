package im.coven.cli;

import im.coven.jid.Jid;
import im.coven.ops.Catalogue;
import im.coven.ops.Settings;
import im.coven.redis.AccountStore;
import im.coven.redis.InstanceLease;
import im.coven.redis.RedisLink;
import im.coven.redis.RemovalStore;
import im.coven.sasl.Credentials;
import im.coven.sasl.SaslPrep;
import im.coven.sasl.ScramMechanism;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.Console;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/// `coven account`: the accounts of the configured domains, whether the server runs or not.
@Command(
    name = "account",
    description = {
      "Manages accounts, in the Redis of the configuration, whether a server runs or not.",
      "A password is asked for on a terminal; else it is the first line of standard input."
    },
    mixinStandardHelpOptions = true,
    scope = ScopeType.INHERIT,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "1:not done; the message says why",
      "2:wrong usage, or a configuration that cannot be used"
    })
final class AccountCommand implements Runnable {

  private static final int PAGE = 1000;

  /// How often, and how many times, it is looked whether an instance has finished a removal.
  private static final long LOOK_MS = 100;

  private static final int LOOKS_MAX = 200;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "expected add, list, password or remove");
  }

  @Command(name = "add", description = "Makes an account.")
  int add(
      @Mixin ConfigurationOptions configuration,
      @Parameters(paramLabel = "JID", description = "Its address: romeo@localhost.") String jid) {
    Settings settings = configuration.read();
    Jid account = account(settings, jid);
    Credentials credentials = credentials(settings);
    boolean made = with(settings, accounts -> accounts.create(account, credentials));
    return made
        ? said(account + " can log in now")
        : failed(account + " is there already, or still being removed");
  }

  @Command(name = "password", description = "Gives an account another password.")
  int password(
      @Mixin ConfigurationOptions configuration,
      @Parameters(paramLabel = "JID", description = "Its address.") String jid) {
    Settings settings = configuration.read();
    Jid account = account(settings, jid);
    Credentials credentials = credentials(settings);
    boolean replaced = with(settings, accounts -> accounts.replace(account, credentials));
    return replaced ? said("the password is another one") : failed("there is no " + account);
  }

  @Command(
      name = "remove",
      description = {
        "Removes an account with its contacts and waiting messages.",
        "An instance that runs ends its streams and its participations in channels too; where none"
            + " runs, the next one that is started does. Until then the name is not free."
      })
  int remove(
      @Mixin ConfigurationOptions configuration,
      @Parameters(paramLabel = "JID", description = "Its address.") String jid) {
    Settings settings = configuration.read();
    Jid account = account(settings, jid);
    End end = StateAccess.with(settings, link -> remove(link, account));
    return switch (end) {
      case NONE -> failed("there is no " + account);
      case DONE -> said(account + " is removed");
      case BEGUN ->
          said(
              account
                  + " can log in no more; the rest is done by the next instance that is started");
    };
  }

  /// How far a removal came.
  private enum End {
    NONE,
    BEGUN,
    DONE
  }

  private static Future<End> remove(RedisLink link, Jid account) {
    var removals = new RemovalStore(link);
    return removals
        .begin(account)
        .compose(begun ->
            begun.isEmpty()
                ? Future.succeededFuture(End.NONE)
                : removals
                    .handOver(begun.get())
                    .compose(_ -> InstanceLease.holders(link))
                    .compose(living ->
                        living.isEmpty()
                            ? Future.succeededFuture(End.BEGUN)
                            : finished(removals, account, LOOKS_MAX)));
  }

  /// Waits for an instance to finish a removal.
  private static Future<End> finished(RemovalStore removals, Jid account, int looksLeft) {
    return removals
        .find(account)
        .compose(going -> {
          if (going.isEmpty() || looksLeft == 0) {
            return Future.succeededFuture(going.isEmpty() ? End.DONE : End.BEGUN);
          }
          return Objects.requireNonNull(Vertx.currentContext())
              .owner()
              .timer(LOOK_MS, TimeUnit.MILLISECONDS)
              .compose(_ -> finished(removals, account, looksLeft - 1));
        });
  }

  @Command(name = "list", description = "Lists the accounts, one a line.")
  int list(@Mixin ConfigurationOptions configuration) {
    Settings settings = configuration.read();
    PrintWriter out = spec.commandLine().getOut();
    for (String domain : settings.get(Catalogue.DOMAINS_ACCOUNTS)) {
      String after = "";
      List<String> page;
      do {
        String from = after;
        page = with(settings, accounts -> accounts.list(domain, from, PAGE));
        page.forEach(name -> out.println(name + "@" + domain));
        after = page.isEmpty() ? after : page.getLast();
      } while (page.size() == PAGE);
    }
    out.flush();
    return Cli.DONE;
  }

  private static <T> T with(Settings settings, Function<AccountStore, Future<T>> use) {
    return StateAccess.with(settings, link -> use.apply(new AccountStore(link)));
  }

  private Jid account(Settings settings, String text) {
    List<String> domains = settings.get(Catalogue.DOMAINS_ACCOUNTS);
    return Jid.parse(text)
        .filter(jid -> jid.localpart() != null && jid.isBare())
        .filter(jid -> domains.contains(jid.domainpart()))
        .orElseThrow(() ->
            new ParameterException(
                spec.commandLine(),
                "\"%s\" is not NAME@DOMAIN with a domain of domains.accounts (%s)"
                    .formatted(text, String.join(", ", domains))));
  }

  /// Asks for a password, and derives what is kept of it.
  private Credentials credentials(Settings settings) {
    String password =
        SaslPrep.prepare(password())
            .filter(prepared -> !prepared.isEmpty())
            .orElseThrow(() ->
                new ParameterException(
                    spec.commandLine(),
                    "the password is empty or has characters that no password can have"));
    var random = new SecureRandom();
    var salts = new EnumMap<ScramMechanism, byte[]>(ScramMechanism.class);
    for (ScramMechanism mechanism : ScramMechanism.values()) {
      byte[] salt = new byte[Credentials.SALT_BYTES];
      random.nextBytes(salt);
      salts.put(mechanism, salt);
    }
    return Credentials.derive(password, salts, settings.get(Catalogue.SCRAM_ITERATIONS));
  }

  // JDK 25 answers null again where there is no terminal (JDK-8351435)
  @SuppressWarnings("SystemConsoleNull")
  private String password() {
    Console console = System.console();
    if (console != null && console.isTerminal()) {
      char[] first = console.readPassword("Password: ");
      char[] again = console.readPassword("Once more: ");
      if (first == null || !Arrays.equals(first, again)) {
        throw new ParameterException(spec.commandLine(), "the passwords differ");
      }
      return new String(first);
    }
    try {
      var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
      String line = in.readLine();
      return line == null ? "" : line;
    } catch (IOException e) {
      throw new ParameterException(spec.commandLine(), "no password on standard input", e);
    }
  }

  private int said(String text) {
    spec.commandLine().getOut().println(text);
    return Cli.DONE;
  }

  private int failed(String text) {
    spec.commandLine().getErr().println("coven: " + text);
    return Cli.FAILED;
  }
}
