package im.coven.mix;

import im.coven.channel.Decision;
import im.coven.channel.Dialect;
import im.coven.channel.Invitation;
import im.coven.channel.MixNode;
import im.coven.jid.Jid;
import im.coven.stanza.Iq;
import im.coven.xml.Element;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the asker of a MIX command is told, in the namespace of the request (H01).
public final class MixAnswers {

  private MixAnswers() {}

  /// The result of a command that was granted.
  public static Iq.Result result(Iq.Request iq, Jid channel, Decision.Answer answer) {
    return iq.result(payload(iq.payload(), channel, iq.from(), answer));
  }

  /// The error of a command that was refused; it repeats the nodes that failed (H17).
  public static Iq.Error error(Iq.Request iq, Decision.Refused refused) {
    Element repeated = null;
    if (!refused.nodes().isEmpty()) {
      var payload = Element.builder(iq.payload().name(), iq.payload().ns());
      refused.nodes().forEach(node -> payload.add(node("subscribe", iq.payload().ns(), node)));
      repeated = payload.build();
    }
    return new Iq.Error(iq.to(), iq.from(), iq.id(), refused.error(), repeated);
  }

  private static @Nullable Element payload(
      Element request, Jid channel, @Nullable Jid asker, Decision.Answer answer) {
    return switch (answer) {
      case Decision.Participating p -> joined(request.ns(), channel, p);
      case Decision.Departed() -> Element.of("leave", request.ns());
      case Decision.Named(var nick) ->
          Element.builder("setnick", request.ns()).text("nick", nick).build();
      case Decision.Subscribed s -> subscribed(request.ns(), asker, s);
      case Decision.Preferring(var preferences) ->
          Element.builder("user-preference", request.ns())
              .add(MixForms.preferences(preferences))
              .build();
      case Decision.Invited(var invitation) -> invited(invitation);
      case Decision.Stored _, Decision.Presented _, Decision.Done() -> null;
    };
  }

  /// Both forms of the id are given in both dialects (H02). The walk-through puts the nick first.
  private static Element joined(String ns, Jid channel, Decision.Participating p) {
    var join = Element.builder("join", ns).attr("id", p.id()).attr("jid", encoded(p.id(), channel));
    boolean nickFirst = ns.equals(Dialect.CORE_0.ns());
    if (nickFirst) {
      join.text("nick", p.nick());
    }
    p.nodes().forEach(node -> join.add(node("subscribe", ns, node.wire())));
    if (!nickFirst) {
      join.text("nick", p.nick());
    }
    if (p.preferences() != null) {
      join.add(MixForms.preferences(p.preferences()));
    }
    return join.build();
  }

  private static Element invited(Invitation invitation) {
    return Element.builder("invite", MixRequests.NS_MISC)
        .add(
            Element.builder("invitation", MixRequests.NS_MISC)
                .text("inviter", invitation.inviter().toString())
                .text("invitee", invitation.invitee().toString())
                .text("channel", invitation.channel().toString())
                .text("token", invitation.token())
                .build())
        .build();
  }

  private static Element subscribed(
      String ns, @Nullable Jid asker, Decision.Subscribed subscribed) {
    var update =
        Element.builder("update-subscription", ns).attr("jid", asker == null ? null : asker.bare());
    List<MixNode> nodes = subscribed.subscribed();
    nodes.forEach(node -> update.add(node("subscribe", ns, node.wire())));
    subscribed.unsubscribed().forEach(node -> update.add(node("unsubscribe", ns, node)));
    return update.build();
  }

  private static Element node(String name, String ns, String node) {
    return Element.builder(name, ns).attr("node", node).build();
  }

  /// The participant's address at the channel: `ID#channel@domain`. See XEP-0369 §4.6.1.
  static String encoded(String id, Jid channel) {
    return id + "#" + channel;
  }
}
