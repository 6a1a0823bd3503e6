package im.coven.account;

import im.coven.disco.DiscoInfo;
import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import im.coven.stanza.StanzaError.Condition;
import im.coven.xml.Element;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// `<client-join/>` and `<client-leave/>`, in every dialect. See XEP-0405 §2.7 and §2.8.
public final class PamCodec {

  /// What every version's namespace starts with.
  private static final String NS = "urn:xmpp:mix:pam:";

  /// The namespace of today.
  public static final String NS_CURRENT = NS + "2";

  /// The namespace of the first implementations; `pam:1` has the same shape.
  public static final String NS_LEGACY = NS + "0";

  private static final String CORE = "urn:xmpp:mix:core:";
  private static final String PREFERENCES = "urn:xmpp:mix:anon:0";
  private static final String FORM = "jabber:x:data";

  /// A command of a client to its own account.
  public sealed interface Command {

    /// Joins a channel; `payload` is the `<join/>` to send there.
    record ClientJoin(String ns, Jid channel, Element payload) implements Command {}

    /// Leaves a channel; `payload` is the `<leave/>` to send there.
    record ClientLeave(String ns, Jid channel, Element payload) implements Command {}

    /// It cannot be understood.
    record Malformed(StanzaError error) implements Command {}
  }

  private PamCodec() {}

  /// Whether the payload of a request is a command of this protocol.
  public static boolean isCommand(Element payload) {
    return isNamespace(payload.ns())
        && (payload.name().equals("client-join") || payload.name().equals("client-leave"));
  }

  /// Whether the namespace is one that a client asks MIX of its account with.
  public static boolean isNamespace(String ns) {
    return ns.equals(NS_CURRENT) || ns.equals(NS + "1") || ns.equals(NS_LEGACY);
  }

  /// Whether a payload to a channel shows that the client knows MIX.
  public static boolean isMix(Element payload) {
    return payload.ns().startsWith(CORE);
  }

  /// Whether what a client says of itself shows that it copes with MIX. See XEP-0405 §2.1.
  public static boolean isMixCapable(DiscoInfo client) {
    return client.has(CORE + "1") || client.has(CORE + "0");
  }

  /// Reads a command.
  public static Command read(Element payload) {
    String address = payload.attr("channel");
    boolean joins = payload.name().equals("client-join");
    String wanted = joins ? "join" : "leave";
    Optional<Element> inner =
        payload.children().stream().filter(child -> child.name().equals(wanted)).findFirst();
    if (address == null || inner.isEmpty()) {
      return new Command.Malformed(
          Condition.BAD_REQUEST.because("A channel and a " + wanted + " element are needed"));
    }
    Optional<Jid> channel = Jid.parse(address);
    if (channel.isEmpty() || channel.get().localpart() == null || !channel.get().isBare()) {
      return new Command.Malformed(Condition.JID_MALFORMED.error());
    }
    return joins
        ? new Command.ClientJoin(payload.ns(), channel.get(), inner.get())
        : new Command.ClientLeave(payload.ns(), channel.get(), inner.get());
  }

  /// Wraps the channel's `<join/>` for the client.
  public static Element joined(Command.ClientJoin command, Element join) {
    return Element.builder("client-join", command.ns()).add(join).build();
  }

  /// Wraps the channel's `<leave/>`, or one like it where the channel is gone.
  public static Element left(Command.ClientLeave command, @Nullable Element leave) {
    Element inner =
        leave == null ? Element.of(command.payload().name(), command.payload().ns()) : leave;
    return Element.builder("client-leave", command.ns()).add(inner).build();
  }

  /// The stable participant id in the channel's `<join/>`: `id`, or what stands before the `#` of
  /// `jid`.
  public static Optional<String> participantId(Element join) {
    String id = join.attr("id");
    if (id != null) {
      return Optional.of(id);
    }
    String jid = join.attrOr("jid", "");
    int hash = jid.indexOf('#');
    return hash > 0 ? Optional.of(jid.substring(0, hash)) : Optional.empty();
  }

  /// Whether the payload of a request to a channel changes preferences. See XEP-0404 §3.1.
  public static boolean isPreference(Element payload) {
    return payload.is("user-preference", PREFERENCES);
  }

  /// Whether presence is shared with the channel: yes, unless the preferences in it say no. See
  /// XEP-0403 §2.
  public static Subscription subscription(Element join) {
    boolean shares =
        join.children("x", FORM)
            .filter(form -> value(form, "FORM_TYPE").equals(PREFERENCES))
            .noneMatch(form -> value(form, "Presence").equalsIgnoreCase("not share"));
    return shares ? Subscription.FROM : Subscription.NONE;
  }

  private static String value(Element form, String field) {
    return form.children("field", FORM)
        .filter(candidate -> field.equals(candidate.attr("var")))
        .findFirst()
        .flatMap(found -> found.childText("value"))
        .orElse("");
  }
}
