package im.coven.mix;

import im.coven.stanza.Message;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads messages that retract another one: those of XEP-0407 §4, and those of XEP-0424, whose text
/// for clients that do not know them is no body of theirs; and the requests of those who moderate.
/// Only the channel says that a retraction is one of a moderator.
public final class MixRetractions {

  private static final String NS_RETRACT = "urn:xmpp:message-retract:1";

  /// The namespace of moderation (XEP-0425).
  public static final String NS = "urn:xmpp:message-moderate:1";

  private MixRetractions() {}

  /// A request to moderate a message: the archive id that it names, null where it names none, and
  /// why, where that is said.
  public record Moderation(@Nullable String target, @Nullable String reason) {}

  /// Reads the payload of a set; nothing where it asks for something else than a retraction. See
  /// XEP-0425 §4.
  public static Optional<Moderation> moderation(Element payload) {
    return payload.is("moderate", NS) && payload.child("retract", NS_RETRACT).isPresent()
        ? Optional.of(new Moderation(payload.attr("id"), payload.childText("reason").orElse(null)))
        : Optional.empty();
  }

  /// That a message is one. `target` is the archive id that it names, null where it does not name
  /// one as it should, or says more.
  public record Attempt(@Nullable String target) {}

  /// The attempt that a message is, if it is one.
  public static Optional<Attempt> of(Message message) {
    List<Element> retracts =
        Stream.of(MixRequests.NS_MISC, NS_RETRACT)
            .flatMap(ns -> message.child("retract", ns).stream())
            .toList();
    if (retracts.isEmpty()) {
      return Optional.empty();
    }
    Element first = retracts.getFirst();
    boolean speaks =
        first.ns().equals(MixRequests.NS_MISC) && message.child("body", Stanza.NS).isPresent();
    String id = first.attr("id");
    boolean pretends = retracts.stream().anyMatch(each -> each.child("moderated", NS).isPresent());
    boolean names = id != null && retracts.stream().allMatch(each -> id.equals(each.attr("id")));
    return Optional.of(new Attempt(names && !speaks && !pretends ? id : null));
  }
}
