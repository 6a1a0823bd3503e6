package im.coven.net;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.coven.TestCoven;
import im.coven.client.Endpoint;
import im.coven.client.Endpoint.Security;
import im.coven.client.XmppClient;
import im.coven.client.XmppException;
import im.coven.conformance.Requirement;
import im.coven.net.RawWebSocket.Frame;
import im.coven.script.Step;
import im.coven.xml.Element;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Clients of browsers, over real WebSockets. The client of the scripts uses the JDK's; what no
/// library would send is said on a {@link RawWebSocket}.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class WebSocketIT {

  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final String CLIENT = "xmlns='jabber:client'";
  private static final String SASL = "urn:ietf:params:xml:ns:xmpp-sasl";
  private static final String STREAMS = "xmlns:stream='http://etherx.jabber.org/streams'";

  private final TestCoven coven =
      TestCoven.start(
          "websocket.port=0", "websocket.tls-port=0", "websocket.origins=https://chat.example");

  @AfterAll
  void stop() {
    coven.close();
  }

  private static String someone() {
    return "w" + UUID.randomUUID().toString().replace("-", "");
  }

  private Endpoint endpoint(Security security) {
    int port =
        switch (security) {
          case WEB_SOCKET -> coven.webSocketPort();
          case WEB_SOCKET_TLS -> coven.webSocketTlsPort();
          case WHERE_OFFERED, STARTTLS, NONE -> coven.clientPort();
          case DIRECT_TLS -> coven.clientTlsPort();
        };
    return new Endpoint("127.0.0.1", port, coven.domain(), security);
  }

  private XmppClient login(Security security, String user) {
    return XmppClient.connect(endpoint(security)).login(user, "caldron", "r");
  }

  private void register(String user) {
    try (var client = XmppClient.connect(endpoint(Security.NONE))) {
      client.register(user, "caldron");
    }
  }

  private static Element receive(XmppClient client, String name) {
    Element next = client.receive(LIMIT).orElseThrow();
    while (!next.name().equals(name)) {
      next = client.receive(LIMIT).orElseThrow();
    }
    return next;
  }

  @ParameterizedTest
  @EnumSource(names = {"WEB_SOCKET", "WEB_SOCKET_TLS"})
  @Requirement("WS-001")
  @Requirement("WS-005")
  @Requirement("WS-011")
  void aClientLogsInAndTalksToOneOnTcp(Security security) {
    String hag66 = someone();
    String hag77 = someone();
    register(hag66);
    register(hag77);
    try (var web = login(security, hag66);
        var tcp = login(Security.NONE, hag77)) {
      web.send("<presence/>");
      tcp.send("<presence/>");
      receive(web, "presence");
      receive(tcp, "presence");
      web.send(
          "<message type='chat' to='%s@%s'><body>d\u00fcrr \ud83d\ude00 &lt;</body></message>"
              .formatted(hag77, coven.domain()));
      Element heard = receive(tcp, "message");
      assertThat(heard.childText("body")).contains("d\u00fcrr \ud83d\ude00 <");
      assertThat(heard.attr("from")).isEqualTo(web.address());
      String big = "x".repeat(70_000);
      tcp.send(
          "<message type='chat' to='%s'><body>%s</body></message>".formatted(web.address(), big));
      assertThat(receive(web, "message").childText("body")).contains(big);
    }
  }

  @ParameterizedTest
  @Requirement("WS-001")
  @Requirement("WS-015")
  @CsvSource(
      delimiter = '|',
      value = {
        "Sec-WebSocket-Protocol: chat, xmpp | Sec-WebSocket-Protocol: chat     | 400",
        "Sec-WebSocket-Protocol: chat, xmpp | X: y                             | 400",
        "Sec-WebSocket-Version: 13          | Sec-WebSocket-Version: 8         | 426",
        "dGhlIHNhbXBsZSBub25jZQ==           | short                            | 400",
        "Upgrade: websocket                 | Upgrade: h2c                     | 426",
        "keep-alive, Upgrade                | keep-alive                       | 426",
        "/xmpp-websocket                    | /elsewhere                       | 404",
        "GET                                | POST                             | 405",
        "Connection:                        | Origin: https://evil.example@Connection: | 403",
        "Connection:                        | Origin: https://chat.example@Connection: | 101",
        "Connection:                        | Connection:                      | 101",
      })
  void aRequestIsGrantedOrRefused(String part, String instead, int status) {
    String answer =
        RawWebSocket.answer(
            coven.webSocketPort(), RawWebSocket.REQUEST.replace(part, instead.replace("@", "\n")));
    assertThat(answer).startsWith("HTTP/1.1 " + status + " ");
    if (status == 101) {
      // The example of RFC 6455 §1.3.
      assertThat(answer)
          .containsIgnoringCase("sec-websocket-accept: s3pPLMBiTxaQ9kYGzzhZRbK+xOo=\r\n")
          .containsIgnoringCase("sec-websocket-protocol: xmpp\r\n");
    }
  }

  @Test
  @Requirement("WS-004")
  @Requirement("WS-005")
  @Requirement("WS-008")
  @Requirement("WS-013")
  void aStreamIsOpenedAndClosedInMessages() {
    try (var client = RawWebSocket.connect(coven.webSocketPort())) {
      client.say(RawWebSocket.OPEN);
      assertThat(client.next().text())
          .startsWith("<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' version='1.0'")
          .contains(" id='", " from='shakespeare.example'")
          .endsWith("/>");
      assertThat(client.next().text())
          .startsWith("<stream:features " + STREAMS + ">")
          .doesNotContain("starttls")
          .endsWith("</stream:features>");
      client.say(RawWebSocket.END).say("<presence " + CLIENT + "/>");
      assertThat(client.next().text()).isEqualTo(RawWebSocket.END);
      Frame last = client.next();
      assertThat(last.first()).isEqualTo(RawWebSocket.CLOSE);
      assertThat(last.code()).isEqualTo(1000);
      client.send(RawWebSocket.CLOSE, last.payload());
      assertThat(client.isOver()).isTrue();
    }
  }

  @ParameterizedTest
  @Requirement("WS-003")
  @Requirement("WS-006")
  @Requirement("WS-007")
  @CsvSource(
      delimiter = '|',
      value = {
        "<presence xmlns='jabber:client'/> | not-authorized",
        "<open xmlns='elsewhere'/>         | policy-violation",
        "<stream:stream xmlns:stream='http://etherx.jabber.org/streams'> | bad-format",
        "<close xmlns='urn:ietf:params:xml:ns:xmpp-framing'/> | bad-format",
        "' '                               | bad-format",
        "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='else.example' version='1.0'/>"
            + " | host-unknown",
        "<open xmlns='urn:ietf:params:xml:ns:xmpp-framing' to='shakespeare.example'/>"
            + " | unsupported-version",
      })
  void whatOpensNoStreamIsToldWhyInOne(String first, String condition) {
    try (var client = RawWebSocket.connect(coven.webSocketPort()).say(first)) {
      assertThat(client.next().text()).startsWith("<open ");
      assertThat(client.next().text())
          .startsWith("<stream:error " + STREAMS + "><" + condition + " ");
      assertThat(client.next().text()).isEqualTo(RawWebSocket.END);
      assertThat(client.next().first()).isEqualTo(RawWebSocket.CLOSE);
    }
  }

  @ParameterizedTest
  @Requirement("WS-002")
  @Requirement("WS-003")
  @Requirement("WS-004")
  @Requirement("WS-007")
  @Requirement("WS-016")
  @CsvSource(
      delimiter = '|',
      value = {
        "130 | <presence xmlns='jabber:client'/>            | policy-violation | 1003",
        "131 | <presence xmlns='jabber:client'/>            | policy-violation | 1002",
        "128 | <presence xmlns='jabber:client'/>            | policy-violation | 1002",
        "129 | <presence/>                                  | unsupported-stanza-type | 1000",
        "129 | <presence xmlns='jabber:client'>             | bad-format       | 1000",
        "129 | <message xmlns='jabber:client'></presence>   | not-well-formed  | 1000",
        "129 | big                                          | policy-violation | 1009",
      })
  void whatIsNoMessageEndsABoundStream(int first, String text, String condition, int code) {
    try (var client = RawWebSocket.login(coven.webSocketPort(), someone())) {
      String payload = text.equals("big") ? "<" + "x".repeat(262_144) : text;
      client.send(first, payload.getBytes(UTF_8));
      assertThat(client.next().text())
          .startsWith("<stream:error " + STREAMS + "><" + condition + " ");
      assertThat(client.next().text()).isEqualTo(RawWebSocket.END);
      Frame last = client.next();
      assertThat(last.first()).isEqualTo(RawWebSocket.CLOSE);
      assertThat(last.code()).isEqualTo(code);
    }
  }

  @Test
  void aMessageInPartsWithAPingBetweenIsOne() {
    try (var client = RawWebSocket.login(coven.webSocketPort(), someone())) {
      client.send(0x01, ("<iq " + CLIENT + " type='get' id='p'>").getBytes(UTF_8));
      client.send(RawWebSocket.PING, "hello".getBytes(UTF_8));
      assertThat(client.next())
          .satisfies(pong -> {
            assertThat(pong.first()).isEqualTo(RawWebSocket.PONG);
            assertThat(pong.text()).isEqualTo("hello");
          });
      client.send(0x00, "<ping xmlns='urn:xmpp:ping'/>".getBytes(UTF_8));
      client.send(0x80, "</iq>".getBytes(UTF_8));
      assertThat(client.next().text()).startsWith("<iq " + CLIENT).contains("id='p'");
    }
  }

  @Test
  @Requirement("WS-010")
  void aClosedWebSocketThatWasNoEndedStreamIsAnswered() {
    try (var client = RawWebSocket.login(coven.webSocketPort(), someone())) {
      client.send(RawWebSocket.CLOSE, new byte[] {3, (byte) 0xE9});
      assertThat(client.next().first()).isEqualTo(RawWebSocket.CLOSE);
      assertThat(client.isOver()).isTrue();
    }
  }

  /// What the client was on before, and comes back on.
  enum Doors {
    WEB_SOCKET_TO_TCP(Security.WEB_SOCKET, Security.NONE),
    TCP_TO_WEB_SOCKET(Security.NONE, Security.WEB_SOCKET),
    WEB_SOCKET_TO_WEB_SOCKET(Security.WEB_SOCKET_TLS, Security.WEB_SOCKET);

    private final Security before;
    private final Security after;

    Doors(Security before, Security after) {
      this.before = before;
      this.after = after;
    }
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("WS-010")
  void aLostSessionIsResumedThroughEitherDoor(Doors doors) {
    String hag66 = someone();
    String hag77 = someone();
    register(hag66);
    register(hag77);
    try (var friend = login(Security.NONE, hag77)) {
      XmppClient first = login(doors.before, hag66);
      first.send("<presence/>");
      receive(first, "presence");
      first.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
      String id = receive(first, "enabled").attrOr("id", "");
      first.leave(Step.Manner.BREAKS_OFF);
      String to = "<message type='chat' to='%s'>".formatted(first.address());
      friend.send(to + "<body>one</body></message>" + to + "<body>two</body></message>");
      friend.ask("<iq type='get' id='p'><ping xmlns='urn:xmpp:ping'/></iq>", LIMIT);
      try (var again = XmppClient.connect(endpoint(doors.after)).authenticate(hag66, "caldron")) {
        assertThat(again.resume(first.address(), id, 0)).hasValue(0);
        assertThat(receive(again, "message").childText("body")).contains("one");
        assertThat(receive(again, "message").childText("body")).contains("two");
        friend.send(to + "<body>three</body></message>");
        assertThat(receive(again, "message").childText("body")).contains("three");
      }
    }
  }

  @Test
  @Requirement("SM-020")
  void aSessionThatItsClientEndedIsNotResumed() {
    String hag66 = someone();
    register(hag66);
    XmppClient first = login(Security.WEB_SOCKET, hag66);
    first.send("<enable xmlns='urn:xmpp:sm:3' resume='true'/>");
    String id = receive(first, "enabled").attrOr("id", "");
    first.leave(Step.Manner.GOES_OFFLINE);
    var endpoint = endpoint(Security.WEB_SOCKET);
    try (var again = XmppClient.connect(endpoint).authenticate(hag66, "caldron")) {
      assertThat(again.resume(first.address(), id, 0)).isEmpty();
    }
  }

  @Test
  @Requirement("WS-012")
  void aSilentClientIsAskedForASignOfLifeAndSpacesAreNone() {
    try (var strict = TestCoven.start("websocket.port=0", "client.idle-seconds=1");
        var client = RawWebSocket.login(strict.webSocketPort(), someone())) {
      // Nothing but messages and pings comes, and silence after the question is the end.
      Frame next = client.next();
      while (next.first() != RawWebSocket.CLOSE) {
        assertThat(next.first()).isIn(RawWebSocket.TEXT, RawWebSocket.PING);
        assertThat(next.text()).doesNotStartWith(" ");
        next = client.next();
      }
    }
  }

  @Test
  @Requirement("WS-013")
  void credentialsAreNotTakenWithoutTls() {
    try (var strict =
        TestCoven.start("websocket.port=0", "websocket.tls-port=0", "client.tls-required=true")) {
      try (var client = RawWebSocket.connect(strict.webSocketPort()).say(RawWebSocket.OPEN)) {
        assertThat(client.hear("</stream:features>"))
            .doesNotContain("mechanism", "starttls", "register");
        client.say(RawClient.plain("hag66", "caldron"));
        assertThat(client.next().text()).contains("<encryption-required/>");
      }
      var secure =
          new Endpoint(
              "127.0.0.1", strict.webSocketTlsPort(), strict.domain(), Security.WEB_SOCKET_TLS);
      try (var client = XmppClient.connect(secure)) {
        assertThat(client.features().child("mechanisms", SASL)).isPresent();
      }
    }
  }

  @Test
  @Requirement("WS-013")
  void aProxyOnThisMachineIsTakenForTlsAndNotForThisMachine() {
    try (var proxied =
        TestCoven.start(
            "websocket.port=0",
            "websocket.proxy=true",
            "client.tls-required=true",
            "client.registration=loopback")) {
      var endpoint =
          new Endpoint("127.0.0.1", proxied.webSocketPort(), proxied.domain(), Security.WEB_SOCKET);
      try (var client = XmppClient.connect(endpoint)) {
        assertThat(client.features().child("mechanisms", SASL)).isPresent();
        assertThatThrownBy(() -> client.register("hag66", "caldron"))
            .isInstanceOf(XmppException.class)
            .hasMessageContaining("not-allowed");
      }
    }
  }

  @Test
  @Requirement("WS-014")
  @Requirement("WS-015")
  void whereTheWebSocketsAreStandsInHostMeta() {
    String url = "wss://shakespeare.example:" + coven.webSocketTlsPort() + "/xmpp-websocket";
    for (String file : new String[] {"host-meta", "host-meta.json"}) {
      String request =
          "GET /.well-known/" + file + " HTTP/1.1\nHost: shakespeare.example@Connection: close\n";
      try (var client = RawClient.connect(coven.webSocketPort())) {
        String answer = client.say((request + "\n").replace("\n", "\r\n")).hearOut();
        assertThat(answer)
            .startsWith("HTTP/1.1 200 OK\r\n")
            .containsIgnoringCase("access-control-allow-origin: *\r\n")
            .contains("urn:xmpp:alt-connections:websocket", url);
      }
    }
  }
}
