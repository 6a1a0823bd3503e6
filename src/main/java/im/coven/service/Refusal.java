package im.coven.service;

import im.coven.stanza.Iq;
import im.coven.stanza.Message;
import im.coven.stanza.Presence;
import im.coven.stanza.Stanza;
import im.coven.stanza.StanzaError;
import im.coven.stanza.StanzaError.Condition;
import io.vertx.core.Future;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Stanzas that say no.
final class Refusal {

  private static final Logger LOG = LoggerFactory.getLogger(Refusal.class);

  private Refusal() {}

  /// The answer that a stanza is refused; nothing for one that is itself an answer.
  static Optional<Stanza> of(Stanza stanza, StanzaError error) {
    @Nullable Stanza answer =
        switch (stanza) {
          case Iq.Request request -> request.error(error);
          case Iq.Result ignored -> null;
          case Iq.Error ignored -> null;
          case Message message -> message.error(error);
          case Presence presence -> presence.error(error);
        };
    return Optional.ofNullable(answer);
  }

  /// [#of] with a condition and no text.
  static Optional<Stanza> of(Stanza stanza, Condition condition) {
    return of(stanza, condition.error());
  }

  /// [#of] as a future that is there.
  static Future<Optional<Stanza>> now(Stanza stanza, Condition condition) {
    return Future.succeededFuture(of(stanza, condition));
  }

  /// What a sender is told when the environment failed. Anything but Redis is a fault of ours.
  static StanzaError failure(Throwable cause) {
    if (cause instanceof im.coven.redis.RedisUnavailable) {
      return Condition.RESOURCE_CONSTRAINT.because("The storage does not answer; try again");
    }
    LOG.error("a stanza could not be handled", cause);
    return Condition.INTERNAL_SERVER_ERROR.error();
  }
}
