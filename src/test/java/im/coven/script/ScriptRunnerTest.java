package im.coven.script;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import im.coven.xml.Element;
import im.coven.xml.XmlWriter;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import org.junit.jupiter.api.Test;

class ScriptRunnerTest {

  /// A server in miniature: it answers pings and brings messages to whom they are addressed.
  private static final class Post implements Stage {
    private final Map<String, Queue<Element>> boxes = new HashMap<>();
    private final List<Scene> scenes = new ArrayList<>();

    @Override
    public String account(String name, String address) {
      return name + "@globe.example";
    }

    @Override
    public Peer enter(String name) {
      var address = name + "@globe.example/stage";
      var box = boxes.computeIfAbsent(address, _ -> new ArrayDeque<>());
      return new Peer() {
        @Override
        public String address() {
          return address;
        }

        @Override
        public void send(String xml) {
          Markup.elements(xml).forEach(stanza -> deliver(stanza, address));
        }

        @Override
        public Optional<Element> receive(Duration limit) {
          return Optional.ofNullable(box.poll());
        }

        @Override
        public void leave(Step.Manner manner) {
          boxes.remove(address);
        }
      };
    }

    private void deliver(Element stanza, String from) {
      String to = stanza.attrOr("to", from);
      if (stanza.name().equals("iq")) {
        put(from, "<iq type='result' id='%s'/>".formatted(stanza.attr("id")));
      } else if (boxes.containsKey(to)) {
        put(to, stanza.toBuilder().attr("from", from).build().toString());
      } else {
        put(
            from,
            "<message type='error' id='%s' from='%s'>%s</message>"
                .formatted(
                    stanza.attr("id"),
                    to,
                    "<error type='cancel'><item-not-found"
                        + " xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>"));
      }
    }

    private void put(String address, String xml) {
      boxes.computeIfAbsent(address, _ -> new ArrayDeque<>()).addAll(Markup.elements(xml));
    }

    @Override
    public void show(Scene scene) {
      scenes.add(scene);
    }
  }

  private static final String CAST =
      """
      [client] romeo
      [client] juliet
      romeo connects
      juliet connects
      """;

  private final Post post = new Post();

  private Bindings play(String text) {
    return new ScriptRunner(post, Duration.ofMillis(1), Bindings.NONE.with("word", "it's \"<\""))
        .play(Script.parse(CAST + text));
  }

  @Test
  void aConversationIsPlayedAndBindsWhatIsSeenFirst() {
    Bindings bindings =
        play(
            """
            # Enter Romeo.
            romeo sends:
              <message to='${juliet.full}' id='m1' type='chat'>
                <body>${word}</body><x xmlns='urn:x' a='1' b='2'/>
              </message>
            juliet receives:
              <message id='${id}' to='${juliet.full}' from='${romeo}/${where}' type='chat'>
                <y:x xmlns:y='urn:x' b="2" a='1'></y:x>
                <body>it's "${what}"</body>
              </message>
            juliet receives nothing
            juliet goes offline
            romeo sends:
              <message to='${juliet.full}' id='${id}2'/>
            romeo is refused with item-not-found (cancel)
            everybody receives nothing
            """);
    assertThat(bindings.values())
        .containsEntry("id", "m1")
        .containsEntry("where", "stage")
        .containsEntry("what", "<");
    assertThat(post.scenes.getFirst()).isEqualTo(new Scene.Moved("romeo", "connects"));
    assertThat(post.scenes).contains(new Scene.Said("Enter Romeo."), new Scene.Silence("romeo"));
  }

  @Test
  void aBoundVariableMustMatchAfterwards() {
    assertThatThrownBy(() ->
            play(
                """
                romeo sends:
                  <message to='${juliet.full}' id='m1'/>
                  <message to='${juliet.full}' id='m2'/>
                juliet receives:
                  <message id='${id}' …/>
                  <message id='${id}' …/>
                """))
        .isInstanceOf(ScriptFailure.class)
        .hasMessageContainingAll("<message id='m1' …/>", "! <message", "id='m2'", "line 8");
  }

  @Test
  void aFailureShowsBothFormsAndTheConversation() {
    assertThatThrownBy(() ->
            play(
                """
                romeo sends:
                  <message to='${juliet.full}'><b xmlns='urn:b'/><body>bright</body></message>
                juliet receives:
                  <message from='${romeo.full}' to='${juliet.full}'>
                    <body>dark</body>
                    …
                  </message>
                """))
        .hasMessageContaining(
            """
            should receive:
                <message from='romeo@globe.example/stage' to='juliet@globe.example/stage'>
              !   …
              !   <body>dark</body>
                </message>
            but received:
                <message from='romeo@globe.example/stage' to='juliet@globe.example/stage'>
              !   <b xmlns='urn:b'/>
              !   <body>bright</body>
                </message>

            The conversation so far:
            romeo connects
            juliet connects
            romeo sends:
            """);
  }

  @Test
  void silenceIsBrokenByWhatIsUnderWay() {
    assertThatThrownBy(() ->
            play(
                """
                romeo sends:
                  <message to='${juliet.full}'/>
                juliet receives nothing
                """))
        .hasMessageContaining("should receive nothing, but received");
    assertThatThrownBy(() -> play("romeo receives:\n <message/>"))
        .hasMessageContaining("received nothing for 1 ms");
  }

  @Test
  void stanzasAreTakenInAnyOrderWhereTheScriptSaysSo() {
    play(
        """
        juliet ignores:
          <message …><noise xmlns='urn:n'/></message>
        romeo sends:
          <message to='${juliet.full}' id='b' type='chat'/>
          <message to='${juliet.full}'><noise xmlns='urn:n'/></message>
          <message to='${juliet.full}' id='a'/>
        juliet receives in any order:
          <message id='${other}' …/>
          <message id='b' …/>
        juliet receives nothing
        """);
    assertThatThrownBy(() ->
            play(
                """
                romeo sends:
                  <message to='${juliet.full}' id='c'/>
                juliet receives in any order:
                  <message id='a' …/>
                  <message id='b' …/>
                """))
        .hasMessageContaining("which is none of");
  }

  @Test
  void whatMustNotBeThereIsExceptedFromTheRest() {
    String sent = "romeo sends:\n <message to='${juliet.full}'><a x='1'/><a x='2'/></message>\n";
    play(sent + "juliet receives:\n <message …><!b …>…</b><!a x='3'/><a x='1'/>…</message>");
    play(sent + "juliet receives:\n <message …><!a x='3'/><a …/><a …/></message>");
    assertThatThrownBy(() -> play(sent + "juliet receives:\n <message …><!a x='2'/>…</message>"))
        .hasMessageContaining("<!a x='2'/>");
    assertThatThrownBy(
            () -> play(sent + "juliet receives:\n <message …><a x='1'/><!a x='2'/></message>"))
        .isInstanceOf(ScriptFailure.class);
  }

  @Test
  void whatIsWaitedForIsNotPassedOver() {
    play(
        """
        juliet ignores:
          <message …>…</message>
        romeo sends:
          <message to='${juliet.full}' id='a'/>
          <message to='${juliet.full}' id='b'/>
          <message to='${juliet.full}' id='c'/>
        juliet receives:
          <message id='b' …/>
        juliet receives nothing
        """);
  }

  @Test
  void oneOfSeveralIsWaitedForPassingOverTheOthers() {
    Bindings bindings =
        play(
            """
            romeo sends:
              <message to='${juliet.full}' id='a'/>
              <message to='${juliet.full}' id='b'><old n='1'/></message>
              <message to='${juliet.full}' id='c'/>
            juliet waits for one of:
              <message …><new n='${n}'/></message>
              <message …><old n='${n}'/></message>
            juliet receives:
              <message id='c' …/>
            """);
    assertThat(bindings.values()).containsEntry("n", "1");
    assertThatThrownBy(() -> play("juliet waits for one of:\n <message/>"))
        .hasMessageContaining("received nothing for 1 ms");
  }

  @Test
  void anotherRefusalFailsTheNextMarkAndNoOther() {
    assertThatThrownBy(() ->
            play(
                """
                juliet goes offline
                romeo is refused each:
                  chat | ${juliet}/x | <a/> | item-not-found (cancel) | X-1
                  chat | ${juliet}/x | <b/> | forbidden (auth)
                  chat | ${juliet}/x | <c/> | item-not-found (cancel) | X-2
                  chat | ${juliet}/x | <d/> | item-not-found (cancel) | X-3
                """))
        .isInstanceOf(ScriptFailure.class)
        .hasMessageContaining("line 8");
    assertThat(post.scenes)
        .contains(
            new Scene.Proved(List.of("X-1")),
            new Scene.Disproved(List.of("X-2")),
            new Scene.Proved(List.of("X-3")));
  }

  @Test
  void aRequestThatIsNotRefusedAtAllEndsTheConversation() {
    assertThatThrownBy(() ->
            play(
                """
                romeo is refused each:
                  set | ${juliet} | <a/> | forbidden (auth)
                  set | ${juliet} | <b/> | forbidden (auth) | X-1
                """))
        .hasMessageContaining("line 6");
    assertThat(post.scenes).noneMatch(scene -> scene instanceof Scene.Disproved);
  }

  @Test
  void aLanguageThatNobodySpeaksOfIsForgivenWhereWanted() {
    String sent = CAST + "romeo sends:\n <message to='${juliet.full}' xml:lang='it'/>\n";
    var silent = Script.parse(sent + "juliet receives:\n <message to='…' from='…'/>");
    var speaking =
        Script.parse(sent + "juliet receives:\n <message to='…' from='…' xml:lang='de'/>");
    new ScriptRunner(post, Duration.ofMillis(1), Bindings.NONE).forgiving().play(silent);
    assertThatThrownBy(
            () -> new ScriptRunner(post, Duration.ofMillis(1), Bindings.NONE).play(silent))
        .isInstanceOf(ScriptFailure.class);
    assertThatThrownBy(() ->
            new ScriptRunner(post, Duration.ofMillis(1), Bindings.NONE).forgiving().play(speaking))
        .hasMessageContaining("xml:lang='it'");
  }

  @Test
  void whatIsNoScriptIsRefusedWithItsLine() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Script.parse("[client] a\n\nb connects"))
        .withMessage("line 3: b is not in the cast");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Script.parse("[client] a\na dances"))
        .withMessageContaining("line 2: nobody can do this: dances");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Script.parse("[client] a\na receives:\n  <message>"))
        .withMessageContaining("line 2: not well-formed XML");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Script.parse("[client] a\na sends:\na connects"))
        .withMessageContaining("no XML follows");
    assertThatThrownBy(() -> play("romeo sends:\n <message id='${nobody}'/>"))
        .hasMessageContaining("would send what nobody knows yet: [nobody]");
  }

  @Test
  void writtenElementsAreReadBackTheSame() {
    Element element =
        Markup.elements("<a xmlns='n' b=\"'&lt;\n\" c='&#10;'>1<d xmlns=''>&amp;</d>2</a>")
            .getFirst();
    assertThat(Markup.elements(XmlWriter.toString(element))).containsExactly(element);
  }
}
