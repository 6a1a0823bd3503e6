package im.coven.mam;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.FEATURE_NOT_IMPLEMENTED;

import im.coven.form.DataForm;
import im.coven.form.Field;
import im.coven.jid.Jid;
import im.coven.rsm.Rsm;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A query to an archive: which messages, and which page of them. Null where nothing is asked.
///
/// `page` has a `before` to page backwards. See XEP-0313 §4.
public record MamQuery(
    @Nullable String queryId,
    @Nullable String node,
    @Nullable Jid with,
    @Nullable Instant start,
    @Nullable Instant end,
    @Nullable String afterId,
    @Nullable String beforeId,
    List<String> ids,
    @Nullable Boolean groupchat,
    Rsm.Request page,
    boolean flipped) {

  /// Whose archive is asked; accounts have a field more. See XEP-0313 §4.1.4.
  public enum Of {
    CHANNEL,
    ACCOUNT
  }

  public static final String NS = "urn:xmpp:mam:2";

  /// Everything.
  public static final MamQuery ALL =
      new MamQuery(
          null, null, null, null, null, null, null, List.of(), null, Rsm.Request.ALL, false);

  public MamQuery {
    ids = List.copyOf(ids);
  }

  /// What a query turned out to be.
  public sealed interface Read {}

  /// A query that can be answered.
  public record Ok(MamQuery query) implements Read {}

  /// A query that cannot.
  public record Malformed(StanzaError error) implements Read {}

  /// Reads `<query/>`.
  public static Read read(Element query, Of whose) {
    Optional<DataForm> form = DataForm.in(query);
    Optional<StanzaError> fault = form.flatMap(found -> fault(found, whose));
    if (fault.isPresent()) {
      return new Malformed(fault.get());
    }
    DataForm fields = form.orElseGet(() -> new DataForm(DataForm.Type.SUBMIT, List.of()));
    try {
      return new Ok(
          new MamQuery(
              query.attr("queryid"),
              query.attr("node"),
              Optional.ofNullable(fields.value("with")).map(Jid::of).orElse(null),
              Optional.ofNullable(fields.value("start")).map(MamQuery::time).orElse(null),
              Optional.ofNullable(fields.value("end")).map(MamQuery::time).orElse(null),
              fields.value("after-id"),
              fields.value("before-id"),
              fields.values("ids"),
              Optional.ofNullable(fields.value(GROUPCHAT)).map(MamQuery::flag).orElse(null),
              Rsm.Request.in(query).orElse(Rsm.Request.ALL),
              query.child("flip-page").isPresent()));
    } catch (DateTimeException | IllegalArgumentException malformed) {
      return new Malformed(BAD_REQUEST.because("A field of the query cannot be read"));
    }
  }

  /// The form of all fields that are understood. See XEP-0313 §4.1.
  public static Element form(Of whose) {
    var fields =
        new ArrayList<>(
            List.of(
                Field.hidden("FORM_TYPE", NS),
                field("with", "jid-single"),
                field("start", "text-single"),
                field("end", "text-single"),
                field("before-id", "text-single"),
                field("after-id", "text-single"),
                Field.anyOf("ids")));
    if (whose == Of.ACCOUNT) {
      fields.add(field(GROUPCHAT, "boolean"));
    }
    return Element.builder("query", NS)
        .add(new DataForm(DataForm.Type.FORM, fields).toElement())
        .build();
  }

  private static Field field(String name, String type) {
    return new Field(name, type, null, List.of());
  }

  private static Optional<StanzaError> fault(DataForm form, Of whose) {
    if (!form.isOf(NS)) {
      return Optional.of(BAD_REQUEST.because("The form has another type"));
    }
    return form.fields().stream()
        .map(Field::var)
        .filter(name -> !KNOWN.contains(name))
        .filter(name -> whose == Of.CHANNEL || !name.equals(GROUPCHAT))
        .findFirst()
        .map(name -> FEATURE_NOT_IMPLEMENTED.because("There is no field " + name));
  }

  private static final List<String> KNOWN =
      List.of("FORM_TYPE", "with", "start", "end", "before-id", "after-id", "ids");

  private static final String GROUPCHAT = "include-groupchat";

  /// A boolean of XEP-0004 §3.3.
  private static boolean flag(String text) {
    return switch (text) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static Instant time(String text) {
    return OffsetDateTime.parse(text).toInstant();
  }
}
