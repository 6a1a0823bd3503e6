package im.coven.service;

import im.coven.account.NodeConfig;
import im.coven.account.NodeConfig.Access;
import im.coven.account.PepCodec;
import im.coven.account.RosterItem;
import im.coven.account.SessionEntry;
import im.coven.jid.Jid;
import im.coven.redis.PepStore;
import im.coven.redis.SessionRegistry;
import im.coven.redis.SessionRegistry.Found;
import im.coven.service.BusNotice.Otherwise;
import im.coven.xml.Element;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the news of personal nodes to the sessions that want them: those of the account and,
/// where the node is open to them, those of contacts that see its presence. See XEP-0163 §4.3.
final class PepNews {

  private static final Logger LOG = LoggerFactory.getLogger(PepNews.class);

  private final PepStore store;
  private final SessionRegistry registry;
  private final AccountDelivery delivery;
  private final RosterService roster;
  private final BlockService blocking;
  private final InstanceBus bus;
  private final Set<String> domains;

  PepNews(
      PepStore store,
      SessionRegistry registry,
      AccountDelivery delivery,
      RosterService roster,
      BlockService blocking,
      InstanceBus bus,
      Set<String> domains) {
    this.store = store;
    this.registry = registry;
    this.delivery = delivery;
    this.roster = roster;
    this.blocking = blocking;
    this.bus = bus;
    this.domains = domains;
  }

  /// Tells everybody concerned; complete when they were told. What cannot be told is not lost: it
  /// is in the node.
  Future<Void> spread(Jid account, String node, NodeConfig config, Element news) {
    var told = new ArrayList<Future<Void>>();
    told.add(
        delivery
            .find(account, account)
            .compose(found -> toWishing(account, node, news, account, found.sessions())));
    if (config.access() != Access.WHITELIST) {
      told.add(roster.items(account).compose(items -> toContacts(account, node, news, items)));
    }
    return Future.join(told)
        .onFailure(cause -> LOG.warn("not all know of {} of {}", node, account, cause))
        .<Void>mapEmpty()
        .otherwiseEmpty();
  }

  private Future<Void> toContacts(Jid account, String node, Element news, List<RosterItem> items) {
    var told = new ArrayList<Future<Void>>();
    for (RosterItem item : items) {
      if (item.subscription().isSeen() && isContact(item)) {
        told.add(
            delivery
                .find(item.jid(), account)
                .compose(found ->
                    sees(found)
                        ? blocking
                            .blocks(account, item.jid())
                            .compose(blocked ->
                                blocked
                                    ? Future.succeededFuture()
                                    : toWishing(account, node, news, item.jid(), found.sessions()))
                        : Future.succeededFuture()));
      }
    }
    return Future.join(told).mapEmpty();
  }

  private boolean isContact(RosterItem item) {
    return !item.isChannel() && domains.contains(item.jid().domainpart());
  }

  private static boolean sees(Found found) {
    return !found.isBlocked() && found.item().map(item -> item.subscription().sees()).orElse(false);
  }

  private Future<Void> toWishing(
      Jid account, String node, Element news, Jid receiver, List<SessionEntry> sessions) {
    var handed = new ArrayList<Future<Boolean>>();
    for (SessionEntry entry : sessions) {
      if (entry.isAvailable() && entry.wishes().nodes().contains(node)) {
        Jid client = receiver.withResource(entry.resource());
        handed.add(
            bus.hand(client, entry, PepCodec.message(account, client, news), Otherwise.DROP));
      }
    }
    return Future.join(handed).mapEmpty();
  }

  /* ---- who comes online ---- */

  /// A client said which nodes it wants news of: complete when that is noted where everybody sees
  /// it. The client is sent the last item of those that it did not want before.
  Future<Void> wished(ClientSession session, Set<String> nodes) {
    if (session.wishes().nodes().equals(nodes)) {
      return Future.succeededFuture();
    }
    var fresh = new HashSet<>(nodes);
    fresh.removeAll(session.wishes().nodes());
    session.wishes(session.wishes().withNodes(nodes));
    Future<Void> noted = registry.present(session.account(), session.entry(), 0).<Void>mapEmpty();
    noted
        .compose(_ -> roster.items(session.account()))
        .compose(items -> greet(session, fresh, items))
        .onFailure(cause -> LOG.warn("{} has no news", session.address(), cause));
    return noted.otherwiseEmpty();
  }

  private Future<Void> greet(ClientSession session, Set<String> nodes, List<RosterItem> items) {
    var sent = new ArrayList<Future<Void>>();
    sent.add(last(session, session.account(), nodes, Set.of(Access.values())));
    for (RosterItem item : items) {
      boolean told = item.subscription().sees() && isContact(item);
      if (told && !blocking.isBlocked(session, item.jid())) {
        sent.add(
            delivery
                .find(item.jid(), session.account())
                .compose(found ->
                    !found.isBlocked()
                            && found.item().map(mine -> mine.subscription().isSeen()).orElse(false)
                        ? last(session, item.jid(), nodes, Set.of(Access.OPEN, Access.PRESENCE))
                        : Future.succeededFuture()));
      }
    }
    return Future.join(sent).mapEmpty();
  }

  private Future<Void> last(
      ClientSession session, Jid account, Set<String> nodes, Set<Access> open) {
    return store
        .nodes(account)
        .compose(all -> {
          var sent = new ArrayList<Future<Void>>();
          for (Map.Entry<String, NodeConfig> node : all.entrySet()) {
            NodeConfig config = node.getValue();
            if (nodes.contains(node.getKey())
                && config.sendsLast()
                && open.contains(config.access())) {
              sent.add(last(session, account, node.getKey()));
            }
          }
          return Future.join(sent).mapEmpty();
        });
  }

  private Future<Void> last(ClientSession session, Jid account, String node) {
    return store
        .items(account, node)
        .map(items -> {
          if (!items.isEmpty() && session.presence() != null) {
            Element news = PepCodec.news(node, items.getLast());
            session.send(PepCodec.message(account, session.address(), news));
          }
          return null;
        });
  }
}
