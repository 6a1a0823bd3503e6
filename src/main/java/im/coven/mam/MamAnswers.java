package im.coven.mam;

import im.coven.jid.Jid;
import im.coven.rsm.Rsm;
import im.coven.stanza.Message;
import im.coven.xml.Element;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What an archive answers. See XEP-0313 §4.2, §4.3, §5.
public final class MamAnswers {

  private static final String NS_FORWARD = "urn:xmpp:forward:0";
  private static final String NS_DELAY = "urn:xmpp:delay";
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private MamAnswers() {}

  /// A message of an archive: its archive id, when it was received, and itself.
  public record Archived(String id, Instant time, Element message) {}

  /// A page of results: what it holds in chronological order, and whether it reaches the end of all
  /// results in the direction of paging.
  public record Page(List<Archived> messages, boolean complete) {
    public Page {
      messages = List.copyOf(messages);
    }
  }

  /// The message that carries one result.
  public static Message result(
      Jid archive, @Nullable Jid to, @Nullable String queryId, Archived archived) {
    Element forwarded =
        Element.builder("forwarded", NS_FORWARD)
            .add(
                Element.builder("delay", NS_DELAY)
                    .attr("stamp", STAMP.format(archived.time()))
                    .build())
            .add(archived.message())
            .build();
    Element result =
        Element.builder("result", MamQuery.NS)
            .attr("queryid", queryId)
            .attr("id", archived.id())
            .add(forwarded)
            .build();
    return new Message(archive, to, null, Message.Type.NORMAL, null, List.of(result));
  }

  /// What the query itself is answered with, after its results.
  public static Element fin(Page page) {
    List<Archived> messages = page.messages();
    Rsm.Result set =
        messages.isEmpty()
            ? new Rsm.Result(null, null, null, null)
            : new Rsm.Result(messages.getFirst().id(), null, messages.getLast().id(), null);
    return Element.builder("fin", MamQuery.NS)
        .attr("complete", page.complete() ? "true" : null)
        .add(set.toElement())
        .build();
  }

  /// The first and the last message of an archive; empty where it holds none.
  public static Element metadata(Optional<Archived> first, Optional<Archived> last) {
    var metadata = Element.builder("metadata", MamQuery.NS);
    first.ifPresent(message -> metadata.add(end("start", message)));
    last.ifPresent(message -> metadata.add(end("end", message)));
    return metadata.build();
  }

  private static Element end(String name, Archived message) {
    return Element.builder(name, MamQuery.NS)
        .attr("id", message.id())
        .attr("timestamp", STAMP.format(message.time()))
        .build();
  }
}
