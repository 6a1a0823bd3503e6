package im.coven.mix;

import im.coven.stanza.Message;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads messages that retract another one: those of XEP-0407 §4, and those of XEP-0424, whose text
/// for clients that do not know them is no body of theirs.
public final class MixRetractions {

  private static final String NS_RETRACT = "urn:xmpp:message-retract:1";

  private MixRetractions() {}

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
    boolean names = id != null && retracts.stream().allMatch(each -> id.equals(each.attr("id")));
    return Optional.of(new Attempt(names && !speaks ? id : null));
  }
}
