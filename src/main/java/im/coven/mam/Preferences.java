package im.coven.mam;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.JID_MALFORMED;

import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Whose messages an account wants in its archive: what is neither in `always` nor in `never`,
/// which wins, goes by `otherwise`. The JIDs are bare. See XEP-0441 §2.
public record Preferences(Default otherwise, List<Jid> always, List<Jid> never) {

  /// JIDs in both lists together.
  private static final int JIDS_MAX = 1000;

  /// What becomes of messages of others.
  public enum Default {
    ALWAYS,
    NEVER,
    /// Those of contacts are kept.
    ROSTER;

    /// The value of the `default` attribute.
    public String wire() {
      return name().toLowerCase(Locale.ROOT);
    }

    /// Reads the attribute.
    public static Optional<Default> of(String wire) {
      for (Default each : values()) {
        if (each.wire().equals(wire)) {
          return Optional.of(each);
        }
      }
      return Optional.empty();
    }
  }

  public Preferences {
    always = List.copyOf(always);
    never = List.copyOf(never);
  }

  /// What a request turned out to be.
  public sealed interface Read {}

  /// Preferences.
  public record Ok(Preferences preferences) implements Read {}

  /// None.
  public record Malformed(StanzaError error) implements Read {}

  /// Reads `<prefs/>`.
  public static Read read(Element prefs) {
    Optional<Default> otherwise = Default.of(prefs.attrOr("default", ""));
    if (otherwise.isEmpty()) {
      return new Malformed(BAD_REQUEST.because("The default is always, never or roster"));
    }
    var always = new ArrayList<Jid>();
    var never = new ArrayList<Jid>();
    if (!jids(prefs, "always", always) || !jids(prefs, "never", never)) {
      return new Malformed(JID_MALFORMED.error());
    }
    if (always.size() + never.size() > JIDS_MAX) {
      return new Malformed(BAD_REQUEST.because("These are too many"));
    }
    return new Ok(new Preferences(otherwise.get(), always, never));
  }

  private static boolean jids(Element prefs, String list, List<Jid> jids) {
    for (Element jid :
        prefs.child(list, MamQuery.NS).stream()
            .flatMap(each -> each.children("jid", MamQuery.NS))
            .toList()) {
      Optional<Jid> parsed = Jid.parse(jid.text().strip());
      if (parsed.isEmpty()) {
        return false;
      }
      if (!jids.contains(parsed.get().bare())) {
        jids.add(parsed.get().bare());
      }
    }
    return true;
  }

  /// `<prefs/>`.
  public Element toElement() {
    return Element.builder("prefs", MamQuery.NS)
        .attr("default", otherwise.wire())
        .add(list("always", always))
        .add(list("never", never))
        .build();
  }

  private static Element list(String name, List<Jid> jids) {
    var list = Element.builder(name, MamQuery.NS);
    jids.forEach(jid -> list.text("jid", jid.toString()));
    return list.build();
  }
}
