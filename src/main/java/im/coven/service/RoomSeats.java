package im.coven.service;

import im.coven.jid.Jid;
import im.coven.muc.RoomHistory;
import im.coven.muc.RoomView;
import java.util.function.Function;

/// The places that streams of one loop have in rooms; the channels' hosts are told which rooms that
/// concerns. Confined to its loop.
final class RoomSeats {

  private final int loop;
  private final Audience audience;
  private final Function<Jid, ChannelHost> hosts;

  /// `loop` is the index of this loop, `hosts` finds where a channel is at home.
  RoomSeats(int loop, Audience audience, Function<Jid, ChannelHost> hosts) {
    this.loop = loop;
    this.audience = audience;
    this.hosts = hosts;
    audience.onVacancy((channel, hasAudience) -> {
      ChannelHost host = hosts.apply(channel);
      host.mailbox().post(() -> host.left(loop, channel, hasAudience));
    });
  }

  /// Gives a stream a place in the room of a channel, where it is in it already or is to enter it.
  void take(Jid channel, Jid address, ClientStream stream, boolean seated) {
    boolean unknown = audience.seat(channel, address, stream, seated);
    ChannelHost host = hosts.apply(channel);
    host.mailbox()
        .post(() -> {
          if (unknown) {
            host.interest(loop, channel, address.bare());
          }
          host.open(loop, channel);
        });
  }

  /// Gives a place that was kept for a stream to the stream itself.
  void keep(Jid channel, Jid address, ClientStream stream) {
    audience.reseat(channel, address, stream);
  }

  /// Takes a place away, with `entering` only where the client has not entered.
  void leave(Jid channel, Jid address, boolean entering) {
    audience.afterDelivery(() -> audience.unseat(channel, address, entering));
  }

  /// What a client of this loop wants that is about to enter.
  RoomReplica.Expected expected(RoomView.Entrance how, RoomHistory.Wish wish) {
    return new RoomReplica.Expected(loop, how, wish);
  }
}
