package im.coven.redis;

import im.coven.account.NodeConfig;
import im.coven.account.PepCodec.Item;
import im.coven.account.StoredText;
import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import im.coven.xml.XmlReader;
import im.coven.xml.XmlWriter;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The accounts' personal nodes and what they hold, and their private storage. Every future fails
/// with {@link RedisUnavailable} when Redis cannot answer.
public final class PepStore {

  private static final Script PUBLISH = Script.named("pep-publish");
  private static final Script REMOVE = Script.named("pep-remove");

  /// How often a change is decided again because somebody else was faster.
  private static final int ATTEMPTS_MAX = 8;

  /// How a change ended.
  public sealed interface Outcome {}

  /// It is made; the node behaves so now.
  public record Done(NodeConfig config) implements Outcome {}

  /// It was decided against.
  public record Refused(StanzaError error) implements Outcome {}

  /// The account has as many nodes as it may.
  public record TooMany() implements Outcome {}

  /// What is to become of a node, which is null where there is none: how it shall behave, or why
  /// not.
  public interface Decision extends Function<@Nullable NodeConfig, Outcome> {}

  private final RedisLink link;
  private final AccountKeys keys;
  private final int nodesMax;

  public PepStore(RedisLink link, int nodesMax) {
    this.link = link;
    this.keys = new AccountKeys(link.prefix());
    this.nodesMax = nodesMax;
  }

  /// How a node behaves; nothing where there is none.
  public Future<Optional<NodeConfig>> config(Jid account, String node) {
    return link.send(Command.HGET, keys.nodes(account), node)
        .map(text -> Optional.ofNullable(text).map(found -> NodeConfig.read(found.toString())));
  }

  /// All nodes of an account.
  public Future<Map<String, NodeConfig>> nodes(Jid account) {
    return link.send(Command.HGETALL, keys.nodes(account))
        .map(answer -> {
          var nodes = new LinkedHashMap<String, NodeConfig>();
          for (String node : answer.getKeys()) {
            nodes.put(node, NodeConfig.read(answer.get(node).toString()));
          }
          return nodes;
        });
  }

  /// The items of a node, oldest first.
  public Future<List<Item>> items(Jid account, String node) {
    return link.send(Command.HGETALL, keys.node(account, node)).map(PepStore::items);
  }

  private record Numbered(long number, Item item) {}

  private static List<Item> items(Response answer) {
    var items = new ArrayList<Numbered>();
    for (String id : answer.getKeys()) {
      if (!id.isEmpty()) {
        String[] fields = StoredText.fields(answer.get(id).toString(), 2);
        var item = new Item(id, fields[1].isEmpty() ? null : XmlReader.parse(fields[1]));
        items.add(new Numbered(Long.parseLong(fields[0]), item));
      }
    }
    items.sort(Comparator.comparingLong(Numbered::number));
    return items.stream().map(Numbered::item).toList();
  }

  /// Changes a node as `decision` says, which may be asked more than once; with an item that is
  /// published, where that is not null and the node keeps any.
  public Future<Outcome> change(Jid account, String node, @Nullable Item item, Decision decision) {
    return config(account, node)
        .compose(found ->
            attempt(
                new Change(account, node, item, decision),
                found.map(NodeConfig::write).orElse(""),
                ATTEMPTS_MAX));
  }

  private record Change(Jid account, String node, @Nullable Item item, Decision decision) {}

  private Future<Outcome> attempt(Change change, String expected, int left) {
    Jid account = change.account();
    String node = change.node();
    Item item = change.item();
    Outcome wanted = change.decision().apply(expected.isEmpty() ? null : NodeConfig.read(expected));
    if (!(wanted instanceof Done(var config))) {
      return Future.succeededFuture(wanted);
    }
    String id = item == null || !config.persists() ? "" : item.id();
    Element payload = item == null ? null : item.payload();
    return link.run(
            PUBLISH,
            List.of(keys.account(account), keys.nodes(account), keys.node(account, node)),
            List.of(
                node,
                expected,
                config.write(),
                id,
                payload == null ? "" : XmlWriter.toString(payload),
                String.valueOf(config.itemsMax()),
                String.valueOf(nodesMax)))
        .compose(answer ->
            switch ((int) EntryFormat.number(answer.get(0))) {
              case 1 -> Future.succeededFuture(wanted);
              case 2 -> Future.succeededFuture(new TooMany());
              default ->
                  left > 0
                      ? attempt(change, answer.get(1).toString(), left - 1)
                      : Future.failedFuture(new RedisUnavailable("a contended node"));
            });
  }

  /// Removes an item; answers whether there was one.
  public Future<Boolean> retract(Jid account, String node, String id) {
    return link.send(Command.HDEL, keys.node(account, node), id)
        .map(removed -> EntryFormat.number(removed) == 1);
  }

  /// Removes all items of a node.
  public Future<Void> purge(Jid account, String node) {
    return link.send(Command.DEL, keys.node(account, node)).mapEmpty();
  }

  /// Removes a node; answers how it behaved, or nothing where there was none.
  public Future<Optional<NodeConfig>> remove(Jid account, String node) {
    return link.run(REMOVE, List.of(keys.nodes(account), keys.node(account, node)), List.of(node))
        .map(config -> Optional.ofNullable(config).map(text -> NodeConfig.read(text.toString())));
  }

  /* ---- private storage ---- */

  /// What an account has stored under a name.
  public Future<Optional<String>> stored(Jid account, String name) {
    return link.send(Command.HGET, keys.privates(account), name)
        .map(text -> Optional.ofNullable(text).map(Object::toString));
  }

  /// How much an account has stored, as a number of names.
  public Future<Integer> storedNames(Jid account) {
    return link.send(Command.HLEN, keys.privates(account))
        .map(count -> (int) EntryFormat.number(count));
  }

  /// Stores something under a name.
  public Future<Void> store(Jid account, String name, String text) {
    return link.send(Command.HSET, keys.privates(account), name, text).mapEmpty();
  }
}
