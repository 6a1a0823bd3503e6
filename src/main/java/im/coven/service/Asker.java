package im.coven.service;

import im.coven.channel.Channel;
import im.coven.replica.Reply;
import java.util.function.Consumer;

/// Who waits for something from a replica. On the replica's loop.
@FunctionalInterface
interface Asker {

  /// What became of the request.
  void told(Reply reply);

  /// The channel, for who asked to look at it.
  default void shown(Channel channel) {
    throw new IllegalStateException("was not asked for");
  }

  /// Who looks at the channel, or hears why it cannot.
  record Looker(Consumer<Channel> reader, Consumer<Reply.Failed> otherwise) implements Asker {
    @Override
    public void told(Reply reply) {
      switch (reply) {
        case Reply.Failed why -> otherwise.accept(why);
        case Reply.Granted _, Reply.Refused _ ->
            throw new IllegalStateException("nothing was asked for but a look");
      }
    }

    @Override
    public void shown(Channel channel) {
      reader.accept(channel);
    }
  }
}
