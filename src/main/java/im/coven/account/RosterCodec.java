package im.coven.account;

import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.Element;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Roster queries and pushes, with the annotation of MIX channels. See RFC 6121 §2 and XEP-0405
/// §2.10.
public final class RosterCodec {

  public static final String NS = "jabber:iq:roster";

  /// The namespace of `<annotate/>` and `<channel/>`.
  public static final String NS_ANNOTATE = "urn:xmpp:mix:roster:0";

  /// The longest name of an item or a group, in characters: what a person can read, many times
  /// over, and small beside the limit of a stanza.
  static final int NAME_CHARS_MAX = 1023;

  /// The most groups of one item.
  static final int GROUPS_MAX = 100;

  /// Whether a resource wants MIX channels marked.
  public enum Annotation {
    PLAIN,
    ANNOTATED
  }

  /// A roster get. `version` is what the client has, null where it does not know of versions.
  public record Query(@Nullable String version, Annotation annotation) {}

  /// What a roster set asks for.
  public sealed interface Change {

    /// Whom it is about.
    Jid contact();

    /// Adds the contact or changes name and groups.
    record Put(Jid contact, String name, List<String> groups) implements Change {}

    /// Removes the contact.
    record Remove(Jid contact) implements Change {}

    /// It is refused.
    record Refused(Jid contact, StanzaError error) implements Change {}
  }

  private static final Jid NOBODY = Jid.domain("invalid");

  private RosterCodec() {}

  /// Reads the payload of a get.
  public static Query query(Element query) {
    boolean annotate = query.child("annotate", NS_ANNOTATE).isPresent();
    return new Query(query.attr("ver"), annotate ? Annotation.ANNOTATED : Annotation.PLAIN);
  }

  /// Reads the payload of a set. See RFC 6121 §2.3.3 for what is refused.
  public static Change change(Element query) {
    List<Element> items = query.children("item", NS).toList();
    if (items.size() != 1) {
      return refused(Condition.BAD_REQUEST.because("A roster set holds one item"));
    }
    Element item = items.getFirst();
    Optional<Jid> contact = Optional.ofNullable(item.attr("jid")).flatMap(Jid::parse);
    if (contact.isEmpty()) {
      return refused(Condition.BAD_REQUEST.because("The item needs a valid jid"));
    }
    if ("remove".equals(item.attr("subscription"))) {
      return new Change.Remove(contact.get().bare());
    }
    String name = item.attrOr("name", "");
    List<String> groups = item.children("group", NS).map(Element::text).toList();
    if (new HashSet<>(groups).size() != groups.size()) {
      return refused(Condition.BAD_REQUEST.because("A group is named twice"));
    }
    if (name.length() > NAME_CHARS_MAX || groups.size() > GROUPS_MAX) {
      return refused(Condition.NOT_ACCEPTABLE.because("The name or the groups are too many"));
    }
    for (String group : groups) {
      if (group.isEmpty() || group.length() > NAME_CHARS_MAX) {
        return refused(Condition.NOT_ACCEPTABLE.because("A group has 1 to 1023 characters"));
      }
    }
    return new Change.Put(contact.get().bare(), name, groups);
  }

  /// Writes a whole roster.
  public static Element roster(Collection<RosterItem> items, long version, Annotation annotation) {
    var query = Element.builder("query", NS).attr("ver", versionText(version, annotation));
    for (RosterItem item : items) {
      if (item.listed()) {
        query.add(write(item, annotation));
      }
    }
    return query.build();
  }

  /// Writes one item as a push, or its removal where it is not listed any more.
  public static Element push(RosterItem item, long version, Annotation annotation) {
    Element child =
        item.listed()
            ? write(item, annotation)
            : Element.builder("item", NS)
                .attr("jid", item.jid())
                .attr("subscription", "remove")
                .build();
    return Element.builder("query", NS)
        .attr("ver", versionText(version, annotation))
        .add(child)
        .build();
  }

  /// A version as the client sees it. Whether the roster was annotated is part of it, so that an
  /// empty answer never hides annotations (XEP-0405 leaves this open).
  public static String versionText(long version, Annotation annotation) {
    return annotation == Annotation.ANNOTATED ? version + "a" : String.valueOf(version);
  }

  private static Element write(RosterItem item, Annotation annotation) {
    var out =
        Element.builder("item", NS)
            .attr("jid", item.jid())
            .attr("name", item.name().isEmpty() ? null : item.name())
            .attr("subscription", item.subscription().wire())
            .attr("ask", item.ask() ? "subscribe" : null)
            .attr("approved", item.approved() ? "true" : null);
    for (String group : item.groups()) {
      out.text("group", group);
    }
    if (item.participantId() != null && annotation == Annotation.ANNOTATED) {
      out.add(
          Element.builder("channel", NS_ANNOTATE)
              .attr("participant-id", item.participantId())
              .build());
    }
    return out.build();
  }

  private static Change refused(StanzaError error) {
    return new Change.Refused(NOBODY, error);
  }
}
