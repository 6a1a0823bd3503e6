package im.coven.mam;

import im.coven.jid.Jid;
import im.coven.rsm.Rsm;
import im.coven.stanza.Iq;
import im.coven.stanza.Message;
import im.coven.stanza.Stanza;
import im.coven.xml.Element;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
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

  /// How much of an archive answers a query: how many results there are, and how many of them come
  /// before the page, null where that is not known.
  public record Extent(int count, @Nullable Integer index) {}

  /// A page of results: what it holds in chronological order, and whether it reaches the end of all
  /// results in the direction of paging.
  ///
  /// @param extent null where to know it would take reading all of the archive
  /// @param stable false where more may still come in between
  public record Page(
      List<Archived> messages, boolean complete, @Nullable Extent extent, boolean stable) {
    public Page {
      messages = List.copyOf(messages);
    }
  }

  /// All that a query is answered with, in this order: the results, and the end. See XEP-0313 §4.2,
  /// §4.3.4.
  public static List<Stanza> answers(Iq.Request iq, Jid archive, MamQuery query, Page page) {
    List<Archived> order = new ArrayList<>(page.messages());
    if (query.flipped()) {
      Collections.reverse(order);
    }
    var answers = new ArrayList<Stanza>();
    order.forEach(message -> answers.add(result(archive, iq.from(), query.queryId(), message)));
    answers.add(iq.result(fin(page)));
    return answers;
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
    Extent extent = page.extent();
    Integer count = extent == null ? null : extent.count();
    Integer index = extent == null ? null : extent.index();
    Rsm.Result set =
        messages.isEmpty()
            ? new Rsm.Result(null, null, null, count)
            : new Rsm.Result(messages.getFirst().id(), index, messages.getLast().id(), count);
    return Element.builder("fin", MamQuery.NS)
        .attr("complete", page.complete() ? "true" : null)
        .attr("stable", page.stable() ? null : "false")
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
