package im.coven.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import im.coven.channel.Dialect;
import im.coven.channel.EntryId;
import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.channel.Preferences;
import im.coven.jid.Jid;
import im.coven.mix.Broadcast;
import im.coven.mix.Rendering;
import im.coven.stanza.Stanza;
import im.coven.stream.StreamError;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// When a stream stops getting what a channel distributes: where the log says so, however early it
/// is known from elsewhere.
class AudienceTest {

  private static final Jid COVEN = Jid.of("coven@mix.shakespeare.example");
  private static final Jid HAG77 = Jid.of("hag77@shakespeare.example/broom");
  private static final LogPosition AT = new LogPosition("epoch", EntryId.ZERO);

  private final Vertx vertx = Vertx.vertx();
  private final Audience audience = new Audience(new Mailbox(vertx.getOrCreateContext()));
  private final List<String> got = new ArrayList<>();

  @BeforeEach
  void enter() {
    audience.attach(COVEN, HAG77, new Noting());
    learn(participant());
  }

  @AfterEach
  void end() {
    vertx.close().await();
  }

  @Test
  void aStreamIsLetGoWhereTheLogSaysSo() {
    audience.release(COVEN, HAG77, this::detach);
    deliver(new Audience.Part(null, null, List.of(said("retracted"))));
    assertThat(audience.isAttached(COVEN, HAG77)).isTrue();

    deliver(new Audience.Part(HAG77.bare(), null, List.of(said("later"))));
    assertThat(audience.isAttached(COVEN, HAG77)).isFalse();
    assertThat(got).containsExactly("retracted");
  }

  @Test
  void aStreamIsLetGoAtOnceOfWhomTheLogHasNothing() {
    deliver(new Audience.Part(HAG77.bare(), null, List.of()));
    audience.release(COVEN, HAG77, this::detach);
    assertThat(audience.isAttached(COVEN, HAG77)).isFalse();
  }

  @Test
  void aStreamIsLetGoWhenTheStateWasReadAnew() {
    audience.release(COVEN, HAG77, this::detach);
    learn(null);
    assertThat(audience.isAttached(COVEN, HAG77)).isFalse();
  }

  @Test
  void whoComesBackMeanwhileStays() {
    audience.release(COVEN, HAG77, this::detach);
    audience.attach(COVEN, HAG77, new Noting());
    deliver(new Audience.Part(HAG77.bare(), null, List.of()));
    deliver(new Audience.Part(HAG77.bare(), participant(), List.of(said("again"))));
    assertThat(got).containsExactly("again");
  }

  private void detach() {
    audience.detach(COVEN, HAG77);
  }

  private void deliver(Audience.Part part) {
    audience.deliver(new Audience.Delivery(COVEN, AT, List.of(part), RoomReplica.Part.NONE));
  }

  private void learn(@Nullable Participant now) {
    audience.learn(COVEN, new Audience.Standing(HAG77.bare(), now, Set.of()), AT);
  }

  private static Participant participant() {
    return new Participant(
        "1",
        HAG77.bare(),
        "second witch",
        Set.of(MixNode.MESSAGES),
        Dialect.CORE_1,
        Preferences.DEFAULT);
  }

  private static Broadcast said(String text) {
    var rendering = new Rendering(text.getBytes(UTF_8), new byte[0]);
    return new Broadcast(MixNode.MESSAGES, Map.of(Dialect.CORE_1, rendering), null, null);
  }

  /// Notes what it is sent.
  private final class Noting implements ClientStream {

    @Override
    public void send(Stanza stanza) {
      throw new AssertionError("only broadcasts here");
    }

    @Override
    public void send(byte[] head, byte[] tail, Urgency urgency) {
      got.add(new String(head, UTF_8));
    }

    @Override
    public void moved() {
      // Resumption is not looked at here.
    }

    @Override
    public void close(StreamError error) {
      throw new AssertionError("closed with " + error);
    }

    @Override
    public void leave(StreamError error) {
      throw new AssertionError("left with " + error);
    }
  }
}
