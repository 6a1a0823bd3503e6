package im.coven.account;

import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.Element;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Whom an account does not want to hear from; each change has its own version. See XEP-0191 1.3.
public record BlockList(long version, Set<Jid> jids) {

  public static final String NS = "urn:xmpp:blocking";

  private static final String NS_ERRORS = "urn:xmpp:blocking:errors";

  /// Nobody.
  public static final BlockList NONE = new BlockList(0, Set.of());

  public BlockList {
    jids = Set.copyOf(jids);
  }

  /// A change of the list, as it is asked for and as all hear of it. Unblocking without JIDs is
  /// unblocking all.
  public record Change(boolean blocks, Set<Jid> jids) {
    public Change {
      jids = Set.copyOf(jids);
    }
  }

  /// What a request turned out to be.
  public sealed interface Read {}

  /// A change.
  public record Ok(Change change) implements Read {}

  /// None.
  public record Malformed(StanzaError error) implements Read {}

  /// Whether the payload of a request is about the list.
  public static boolean isRequest(Element payload) {
    return payload.ns().equals(NS)
        && (payload.is("blocklist", NS) || payload.is("block", NS) || payload.is("unblock", NS));
  }

  /// Reads `<block/>` or `<unblock/>`.
  public static Read read(Element payload) {
    boolean blocks = payload.name().equals("block");
    var jids = new LinkedHashSet<Jid>();
    for (Element item : payload.children("item", NS).toList()) {
      Optional<Jid> jid = Jid.parse(item.attrOr("jid", ""));
      if (jid.isEmpty()) {
        return new Malformed(Condition.JID_MALFORMED.error());
      }
      jids.add(jid.get());
    }
    return blocks && jids.isEmpty()
        ? new Malformed(Condition.BAD_REQUEST.because("Whom?"))
        : new Ok(new Change(blocks, jids));
  }

  /// The list as an answer.
  public Element toElement() {
    return items("blocklist", jids);
  }

  /// What a client that knows the list is told of a change.
  public static Element push(Change change) {
    return items(change.blocks() ? "block" : "unblock", change.jids());
  }

  private static Element items(String name, Collection<Jid> jids) {
    var items = new ArrayList<Element>();
    jids.stream()
        .map(Jid::toString)
        .sorted()
        .forEach(jid -> items.add(Element.builder("item", NS).attr("jid", jid).build()));
    return Element.builder(name, NS).addAll(items).build();
  }

  /// The list after its next change.
  public BlockList with(Change change) {
    var next = new HashSet<>(jids);
    if (change.blocks()) {
      next.addAll(change.jids());
    } else if (change.jids().isEmpty()) {
      next.clear();
    } else {
      next.removeAll(change.jids());
    }
    return new BlockList(version + 1, next);
  }

  /// Whether an address, or one of others that it is known by, is blocked.
  public boolean covers(Jid address, Collection<Jid> aliases) {
    return !jids.isEmpty() && entries(address, aliases).stream().anyMatch(jids::contains);
  }

  /// The entries that each block an address: its full JID, its bare JID, its domain with the
  /// resource, its domain, and what it is known by besides. See XEP-0191 §6.
  public static List<Jid> entries(Jid address, Collection<Jid> aliases) {
    var entries = new LinkedHashSet<Jid>();
    entries.add(address);
    entries.add(address.bare());
    String resource = address.resourcepart();
    if (resource != null) {
      entries.add(Jid.domain(address.domainpart()).withResource(resource));
    }
    entries.add(Jid.domain(address.domainpart()));
    entries.addAll(aliases);
    return List.copyOf(entries);
  }

  /// What is answered to a stanza for somebody who is blocked.
  public static StanzaError refusal() {
    return Condition.NOT_ACCEPTABLE
        .error()
        .as(StanzaError.Type.CANCEL)
        .with(Element.of("blocked", NS_ERRORS));
  }
}
