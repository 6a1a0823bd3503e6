package im.coven.redis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import im.coven.TestCoven;
import im.coven.channel.EntryId;
import im.coven.channel.LogEntry;
import im.coven.channel.MixNode;
import im.coven.client.Endpoint;
import im.coven.client.XmppClient;
import im.coven.jid.Jid;
import im.coven.redis.ArchiveStore.End;
import im.coven.redis.ArchiveStore.Range;
import im.coven.redis.ArchiveStore.Wanted;
import im.coven.xml.Element;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What a page of an archive costs, and a channel's coming to life, with many messages in it and
/// with few: a server, its Redis without persistence, and a client that asks over its socket.
///
/// The archive is filled inside Redis, with entries as the channel writes them: what one message of
/// the client made, again and again, ten milliseconds apart, with a hundred joins and leaves every
/// thousand messages and fifty thousand behind the first. The figures go to `target/archive.txt`.
/// The long form: `mvn -B verify -Dtest=none -Dsurefire.failIfNoSpecifiedTests=false
/// -Dit.test=ArchiveScaleIT -Darchive.messages=10000000`.
@Timeout(3600)
class ArchiveScaleIT {

  private static final int FEW = 10_000;
  private static final int MANY = Integer.getInteger("archive.messages", 30_000);
  private static final String READINGS = ", readings";
  private static final int ROUNDS = 9;
  private static final int PAGE = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String CHANNEL = "coven@mix.shakespeare.example";
  private static final String HECATE = "hecate@shakespeare.example";
  private static final String BODY =
      "Double, double toil and trouble; fire burn and cauldron ".repeat(2);

  /// ARGV: the event of a message, that of a join, messages, milliseconds of the first, the number
  /// of the first, joins behind every thousandth, joins behind the first.
  private static final Script FILL =
      Script.of(
          "fill",
          """
          #!lua
          local head = redis.call('HMGET', KEYS[1], 'last', 'version')
          local previous = head[1]
          local function append(id, event)
            redis.call('XADD', KEYS[2], id, 'p', previous, 'v', head[2],
              'a', '0b5c9a3e-9d0f-4a55-8f0e-' .. string.format('%012d', #previous), 'e', event)
            previous = id
          end
          for i = 0, ARGV[3] - 1 do
            local ms = string.format('%d', ARGV[4] + i * 10)
            append(ms .. '-0', ARGV[1])
            redis.call('XADD', KEYS[3], ms .. '-0', 'n', string.format('%d', ARGV[5] + i))
            local joins = i == 0 and tonumber(ARGV[7]) or 0
            if (ARGV[5] + i) % 1000 == 0 then
              joins = joins + ARGV[6]
            end
            for j = 1, joins do
              append(ms .. '-' .. j, ARGV[2])
            end
          end
          redis.call('HSET', KEYS[1], 'last', previous)
          return previous
          """);

  @Test
  void aPageCostsTheSameInAShortAndInALongArchive() throws IOException {
    Map<String, Double> few = figures(FEW);
    Map<String, Double> many = figures(MANY);
    var report = new StringBuilder();
    report.append("%-42s %12d %12d%n".formatted("messages in the channel", FEW, MANY));
    few.forEach((what, figure) ->
        report.append("%-42s %12.2f %12.2f%n".formatted(what, figure, many.get(what))));
    Files.writeString(
        Path.of("target", "archive.txt"),
        report,
        StandardOpenOption.CREATE,
        StandardOpenOption.APPEND);
    // What is read for a page does not depend on the archive, how long that takes on the machine.
    few.forEach((what, figure) -> {
      if (what.endsWith(READINGS)) {
        assertThat(many.get(what)).as(what).isCloseTo(figure, within(2.0));
      }
    });
  }

  private static Map<String, Double> figures(int messages) {
    Vertx vertx = Vertx.vertx();
    try (var redis = RedisProcess.start("--appendonly", "no", "--save", "")) {
      var first = TestCoven.start("redis.uri=" + redis.uri());
      try (var client = enter(first)) {
        client.ask(
            "<iq type='set' id='c' to='mix.shakespeare.example'>"
                + "<create xmlns='urn:xmpp:mix:core:1' channel='coven'/></iq>",
            PATIENCE);
        client.ask(
            "<iq type='set' id='j'><client-join xmlns='urn:xmpp:mix:pam:2' channel='%s'><join"
                    .formatted(CHANNEL)
                + " xmlns='urn:xmpp:mix:core:1'><nick>x</nick></join></client-join></iq>",
            PATIENCE);
        client.send(
            "<message type='groupchat' id='m' to='%s'><body>%s</body></message>"
                .formatted(CHANNEL, BODY));
        // What follows the message shows that the channel has it.
        client.ask(query("settled", CHANNEL, "", "<max>1</max>"), PATIENCE);
      }
      first.close();
      var config = RedisConfig.DEFAULTS.withUri(redis.uri()).withPrefix(first.prefix());
      var driver = new LinkDriver(vertx, config);
      var figures = new LinkedHashMap<String, Double>();
      double before = memory(driver);
      fill(driver, config.prefix(), messages);
      figures.put("memory of Redis, bytes per message", (memory(driver) - before) / messages);
      figures.put(
          "of that the index, bytes per message",
          Double.parseDouble(
                  driver.command(Command.MEMORY, "USAGE", key(config.prefix(), "index:messages")))
              / messages);
      try (var second = first.another("redis.uri=" + redis.uri());
          var client = login(second)) {
        figures.put(
            "first answer after a restart, ms",
            timed(client, query("load", CHANNEL, "", "<max>0</max>")));
        measure(client, driver, messages, figures);
      }
      driver.close();
      return figures;
    } finally {
      vertx.close().await();
    }
  }

  private static void measure(
      XmppClient client, LinkDriver driver, int messages, Map<String, Double> figures) {
    List<String> middle = new ArrayList<>();
    String half = Instant.ofEpochMilli(BEGIN + messages * 5L).toString();
    client.ask(query("m", CHANNEL, field("start", half), "<max>1</max>"), PATIENCE);
    middle.add(resultId(client, CHANNEL));
    client.ask(query("m", HECATE, field("start", half), "<max>1</max>"), PATIENCE);
    middle.add(resultId(client, HECATE));
    for (String archive : List.of(CHANNEL, HECATE)) {
      String whose = archive.equals(CHANNEL) ? "channel" : "account";
      String id = middle.get(archive.equals(CHANNEL) ? 0 : 1);
      String max = "<max>" + PAGE + "</max>";
      Map<String, String> queries = new LinkedHashMap<>();
      queries.put("first page", query("q", archive, "", max));
      queries.put("page in the middle, by date", query("q", archive, field("start", half), max));
      queries.put("page after an id in the middle", query("q", archive, "", max + after(id)));
      queries.put("page before it", query("q", archive, "", max + "<before>" + id + "</before>"));
      queries.put("last page", query("q", archive, "", max + "<before/>"));
      queries.put("one by its id", query("q", archive, field("ids", id), ""));
      queries.put("count", query("q", archive, "", "<max>0</max>"));
      queries.forEach((what, query) -> {
        double[] times = new double[ROUNDS];
        double[] before = readings(driver);
        for (int i = 0; i < ROUNDS; i++) {
          times[i] = timed(client, query);
        }
        Arrays.sort(times);
        double[] after = readings(driver);
        figures.put(whose + ": " + what + ", ms", times[ROUNDS / 2]);
        figures.put(whose + ": " + what + ", µs in Redis", (after[1] - before[1]) / ROUNDS);
        figures.put(whose + ": " + what + READINGS, (after[0] - before[0]) / ROUNDS);
      });
    }
  }

  /// When the first message was sent, as far back as no archive goes.
  private static final long BEGIN = 1_600_000_000_000L;

  private static void fill(LinkDriver driver, String prefix, int messages) {
    var store = new ArchiveStore(driver.link);
    LogEntry message =
        driver
            .ask(() ->
                store.page(Jid.of(CHANNEL), MixNode.MESSAGES, new Wanted(Range.ALL, End.OLDEST, 1)))
            .entries()
            .getFirst();
    LogEntry joined =
        driver
            .ask(() ->
                driver.store.rangeBackwards(
                    Jid.of(CHANNEL), EntryId.ZERO, message.id().previous(), 1))
            .getFirst();
    // As if it had been made long ago, with nothing but the join in it.
    driver.command(Command.DEL, key(prefix, "log"), key(prefix, "index:messages"));
    driver.command(Command.HSET, key(prefix, "periods"), HECATE, " +" + new EntryId(BEGIN - 1, 0));
    List<String> keys =
        List.of(key(prefix, "head"), key(prefix, "log"), key(prefix, "index:messages"));
    int chunk = 10_000;
    for (int from = 0; from < messages; from += chunk) {
      int count = Math.min(chunk, messages - from);
      int block = from == 0 ? 50_000 : 0;
      long ms = BEGIN + from * 10L;
      long number = from + 1L;
      driver.ask(() ->
          driver.link.run(
              FILL, keys, List.of(message.event(), joined.event(), count, ms, number, 100, block)));
    }
  }

  /// How often streams were read, by scripts too, and the microseconds that this took.
  private static double[] readings(LinkDriver driver) {
    double[] sums = new double[2];
    driver
        .command(Command.INFO, "commandstats")
        .lines()
        .filter(line -> line.startsWith("cmdstat_xrange:") || line.startsWith("cmdstat_xrevrange:"))
        .forEach(line -> {
          sums[0] += number(line, "calls=");
          sums[1] += number(line, "usec=");
        });
    return sums;
  }

  private static double number(String line, String field) {
    int start = line.indexOf(field) + field.length();
    return Double.parseDouble(line.substring(start, line.indexOf(',', start)));
  }

  private static double memory(LinkDriver driver) {
    return driver
        .command(Command.INFO, "memory")
        .lines()
        .filter(line -> line.startsWith("used_memory:"))
        .mapToDouble(line -> Double.parseDouble(line.substring("used_memory:".length())))
        .findFirst()
        .orElseThrow();
  }

  private static double timed(XmppClient client, String query) {
    long start = System.nanoTime();
    Element answer = client.ask(query, PATIENCE);
    double ms = (System.nanoTime() - start) / 1e6;
    assertThat(answer.attr("type")).as(answer.toString()).isEqualTo("result");
    while (client.receive(Duration.ZERO).isPresent()) {
      // The results came before the answer.
    }
    return ms;
  }

  private static String resultId(XmppClient client, String archive) {
    while (true) {
      Element message = client.receive(PATIENCE).orElseThrow();
      var result = message.child("result", "urn:xmpp:mam:2");
      if (result.isPresent() && archive.equals(message.attr("from"))) {
        return result.get().attrOr("id", "");
      }
    }
  }

  private static String query(String id, String archive, String form, String set) {
    return ("<iq type='set' id='%s' to='%s'><query xmlns='urn:xmpp:mam:2'>%s"
            + "<set xmlns='http://jabber.org/protocol/rsm'>%s</set></query></iq>")
        .formatted(id, archive, form, set);
  }

  private static String field(String name, String value) {
    return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE' type='hidden'>"
        + "<value>urn:xmpp:mam:2</value></field><field var='%s'><value>%s</value></field></x>"
            .formatted(name, value);
  }

  private static String after(String id) {
    return "<after>" + id + "</after>";
  }

  private static XmppClient enter(TestCoven coven) {
    return connect(coven).register("hecate", "secret").login("hecate", "secret", "x");
  }

  private static XmppClient login(TestCoven coven) {
    return connect(coven).login("hecate", "secret", "x");
  }

  private static XmppClient connect(TestCoven coven) {
    return XmppClient.connect(Endpoint.of("127.0.0.1", coven.clientPort(), coven.domain()));
  }

  private static String key(String prefix, String what) {
    return prefix + ":{" + CHANNEL + "}:" + what;
  }
}
