package im.coven.conversation;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Who may create channels, where that differs between the domains of one service.
class CreationRulesIT {

  @RegisterExtension
  private static final Theatre THEATRE =
      new Theatre(
          "domains.mix=mix.shakespeare.example,heath.shakespeare.example",
          "mix.create-at=heath.shakespeare.example=nobody");

  private static String features(String domain, String content) {
    return """
    hag66 sends:
      <iq type='get' to='%1$s' id='d'><query xmlns='http://jabber.org/protocol/disco#info'/></iq>
    hag66 receives:
      <iq type='result' from='%1$s' id='d' …>
        <query xmlns='http://jabber.org/protocol/disco#info'>%2$s…</query>
      </iq>
    """
        .formatted(domain, content);
  }

  @Test
  @Requirement("CORE-07-078")
  void eachDomainHasItsRuleAndSaysSo() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.WITCHES,
        features("${mix}", "<feature var='urn:xmpp:mix:core:1#create-channel'/>"),
        features(
            "heath.shakespeare.example", "<!feature var='urn:xmpp:mix:core:1#create-channel'/>"),
        Acts.refused(
            "hag66",
            """
            set | heath.shakespeare.example | <create xmlns='${core}' channel='${name}'/> | forbidden (auth)
            set | heath.shakespeare.example | <create xmlns='${core}'/>                   | forbidden (auth)
            """),
        Acts.CREATED);
  }
}
