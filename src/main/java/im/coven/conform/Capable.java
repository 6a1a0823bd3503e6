package im.coven.conform;

import im.coven.client.XmppClient;
import im.coven.script.Peer;
import im.coven.script.Step;
import im.coven.xml.Element;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// A client that says of itself that it knows MIX: asked for what stands behind its `${caps}`, it
/// answers (XEP-0115), and the script hears nothing of it.
///
/// A server passes on what channels send to such clients only (XEP-0405 §2), so the acts of the
/// suite announce this in their presence.
final class Capable implements Peer {

  static final String NODE = "urn:example:coven-conform";

  private static final String DISCO_NS = "http://jabber.org/protocol/disco#info";
  private static final List<String> FEATURES =
      List.of(
          "http://jabber.org/protocol/caps",
          DISCO_NS,
          "urn:xmpp:mix:core:0",
          "urn:xmpp:mix:core:1");

  private final XmppClient client;

  Capable(XmppClient client) {
    this.client = client;
  }

  /// The `ver` attribute: the hash of identity and features. See XEP-0115 §5.1.
  static String version() {
    String text = "client/pc//Conform<" + String.join("<", FEATURES) + "<";
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
      return Base64.getEncoder().encodeToString(hash);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Optional<Element> receive(Duration limit) {
    while (true) {
      Optional<Element> stanza = client.receive(limit);
      if (stanza.isEmpty() || !asksForCapabilities(stanza.get())) {
        return stanza;
      }
      answer(stanza.get());
    }
  }

  private static boolean asksForCapabilities(Element stanza) {
    return stanza.name().equals("iq")
        && "get".equals(stanza.attr("type"))
        && stanza
            .child("query", DISCO_NS)
            .filter(query -> (NODE + "#" + version()).equals(query.attr("node")))
            .isPresent();
  }

  private void answer(Element question) {
    var query =
        Element.builder("query", DISCO_NS)
            .attr("node", NODE + "#" + version())
            .add(
                Element.builder("identity", DISCO_NS)
                    .attr("category", "client")
                    .attr("type", "pc")
                    .attr("name", "Conform")
                    .build());
    for (String feature : FEATURES) {
      query.add(Element.builder("feature", DISCO_NS).attr("var", feature).build());
    }
    var answer =
        Element.builder("iq", question.ns())
            .attr("type", "result")
            .attr("to", question.attr("from"))
            .attr("id", question.attr("id"));
    client.send(answer.add(query.build()).build().toString());
  }

  @Override
  public String address() {
    return client.address();
  }

  @Override
  public void send(String xml) {
    client.send(xml);
  }

  @Override
  public void leave(Step.Manner manner) {
    client.leave(manner);
  }
}
