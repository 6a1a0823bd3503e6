package im.coven.service;

import im.coven.account.BlockList;
import im.coven.account.BlockList.Change;
import im.coven.account.RosterItem;
import im.coven.channel.EncodedJid;
import im.coven.jid.Jid;
import im.coven.redis.BlockStore;
import im.coven.stanza.Iq;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError.Condition;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whom accounts have blocked: requests, pushes, and what each session of this loop knows of it.
///
/// A session has the list from its first stanza on, as what it sends is refused by that; what comes
/// from elsewhere is refused by what Redis has. See XEP-0191.
final class BlockService {

  private static final Logger LOG = LoggerFactory.getLogger(BlockService.class);

  /// What else follows from a change.
  interface Consequences {

    /// A session has another list.
    void changed(ClientSession session);

    /// A contact was blocked, or is not any more.
    Future<Void> changed(Jid account, Jid contact, boolean blocked);
  }

  private final BlockStore store;
  private final RosterService roster;
  private final SessionDirectory directory;
  private final AccountParts.Place place;
  private final Predicate<Jid> isChannels;
  private Consequences consequences;
  private long pushes;

  BlockService(BlockStore store, RosterService roster, AccountParts parts) {
    this.store = store;
    this.roster = roster;
    this.directory = parts.directory();
    this.place = parts.place();
    this.isChannels = parts.mix()::serves;
    this.consequences =
        new Consequences() {
          @Override
          public void changed(ClientSession session) {}

          @Override
          public Future<Void> changed(Jid account, Jid contact, boolean blocked) {
            return Future.succeededFuture();
          }
        };
  }

  /// Sets what follows from changes. Once, at start.
  void onChange(Consequences consequences) {
    this.consequences = consequences;
  }

  /* ---- who is blocked ---- */

  /// Whether a session's account has blocked an address; its own it cannot. A session whose list is
  /// not known has blocked nobody.
  boolean isBlocked(ClientSession session, Jid address) {
    BlockList list = session.blocked();
    return list != null
        && !list.jids().isEmpty()
        && !address.bare().equals(session.account())
        && list.covers(address, aliases(address));
  }

  /// Whether an account has blocked a contact, as Redis has it.
  Future<Boolean> blocks(Jid account, Jid contact) {
    return store.read(account).map(list -> list.covers(contact, aliases(contact)));
  }

  /// The entries that each would block an address.
  List<Jid> entries(Jid address) {
    return BlockList.entries(address, aliases(address));
  }

  /// A participant belongs to its channel, and is one whether it speaks to all or to one (H62). See
  /// XEP-0405 §2.12.
  private List<Jid> aliases(Jid address) {
    if (!isChannels.test(address)) {
      return List.of();
    }
    Optional<EncodedJid> encoded = EncodedJid.read(address);
    if (encoded.isPresent()) {
      Jid channel = encoded.get().channel();
      return List.of(channel, channel.withResource(encoded.get().id()));
    }
    String participant = address.resourcepart();
    return participant == null || address.localpart() == null
        ? List.of()
        : List.of(new EncodedJid(participant, address.bare(), null).toJid());
  }

  /* ---- what sessions know ---- */

  /// Reads the list for a session.
  Future<Void> load(ClientSession session) {
    session.blockedIsStale(false);
    return store
        .read(session.account())
        .compose(list -> {
          if (session.blockedIsStale()) {
            return load(session);
          }
          session.blocked(list);
          return Future.succeededFuture();
        });
  }

  /// Takes notice of a change, of whatever instance.
  void changed(Jid account, long version, Change change) {
    for (ClientSession session : directory.of(account, place)) {
      session.blockedIsStale(true);
      BlockList list = session.blocked();
      if (list != null && list.version() < version) {
        if (list.version() == version - 1) {
          become(session, list.with(change), change);
        } else {
          later(session);
        }
      }
    }
  }

  /// Notices may have been missed: the sessions of an account learn what they do not know.
  void refresh(Jid account) {
    for (ClientSession session : directory.of(account, place)) {
      if (session.blocked() != null) {
        later(session);
      }
    }
  }

  private void later(ClientSession session) {
    refresh(session)
        .onFailure(cause -> LOG.warn("{} has an old block list", session.address(), cause));
  }

  /// Lets a session know the list as it is now, if it has not heard of that yet.
  private Future<Void> refresh(ClientSession session) {
    return store
        .read(session.account())
        .map(now -> {
          BlockList known = session.blocked();
          if (known != null && known.version() < now.version()) {
            session.blocked(now);
            push(session, new Change(true, without(now, known)));
            push(session, new Change(false, without(known, now)));
            consequences.changed(session);
          }
          return null;
        });
  }

  private static Set<Jid> without(BlockList some, BlockList others) {
    return some.jids().stream()
        .filter(jid -> !others.jids().contains(jid))
        .collect(Collectors.toSet());
  }

  private void become(ClientSession session, BlockList list, Change change) {
    session.blocked(list);
    push(session, change);
    consequences.changed(session);
  }

  private void push(ClientSession session, Change change) {
    if (session.readBlocked() && !change.jids().isEmpty()) {
      pushes++;
      session.send(
          new Iq.Set(
              session.account(), session.address(), "block-" + pushes, BlockList.push(change)));
    }
  }

  /* ---- requests ---- */

  /// Answers a client about its own account's list.
  Future<Stanza> handle(ClientSession session, Iq.Request iq) {
    boolean reads = iq.payload().is("blocklist", BlockList.NS);
    if (reads != iq instanceof Iq.Get) {
      return Future.succeededFuture(iq.error(Condition.BAD_REQUEST.error()));
    }
    if (reads) {
      return refresh(session)
          .map(_ -> {
            session.readBlocked(true);
            return iq.result(known(session).toElement());
          });
    }
    return switch (BlockList.read(iq.payload())) {
      case BlockList.Malformed(var error) -> Future.succeededFuture(iq.error(error));
      case BlockList.Ok(var change) -> change(session, iq, change);
    };
  }

  private static BlockList known(ClientSession session) {
    BlockList list = session.blocked();
    return list == null ? BlockList.NONE : list;
  }

  /// The answer comes when the client that asked cannot send to whom it has blocked any more.
  private Future<Stanza> change(ClientSession session, Iq.Request iq, Change change) {
    return store
        .change(session.account(), change)
        .compose(done ->
            done.isEmpty()
                ? Future.succeededFuture(
                    iq.error(Condition.NOT_ALLOWED.because("The block list is full")))
                : refresh(session)
                    .compose(_ -> follow(session.account(), done.get()))
                    .map(iq.result(null)));
  }

  /// Contacts that may see the account see it leave, or come back.
  private Future<Void> follow(Jid account, Change done) {
    if (done.jids().isEmpty()) {
      return Future.succeededFuture();
    }
    return roster
        .items(account)
        .compose(items ->
            store
                .read(account)
                .compose(now -> {
                  var told = new ArrayList<Future<Void>>();
                  var changed = new BlockList(0, done.jids());
                  for (RosterItem item : items) {
                    boolean concerned =
                        !item.isChannel()
                            && item.subscription().isSeen()
                            && changed.covers(item.jid(), List.of())
                            && now.covers(item.jid(), List.of()) == done.blocks();
                    if (concerned) {
                      told.add(consequences.changed(account, item.jid(), done.blocks()));
                    }
                  }
                  return Future.all(told).mapEmpty();
                }));
  }
}
