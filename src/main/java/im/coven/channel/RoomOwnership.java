package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.FORBIDDEN;

import im.coven.channel.ChannelRequest.Configure;
import im.coven.channel.ChannelRequest.Furnish;
import im.coven.channel.ChannelRequest.SetInfo;
import im.coven.channel.Decision.Accepted;
import im.coven.channel.Decision.Done;
import im.coven.channel.Decision.Refused;
import im.coven.channel.Decision.Settled;
import java.util.ArrayList;
import java.util.List;

/// Decides what the configuration form of a room brings about on both faces. See XEP-0045 §10.
final class RoomOwnership {

  private RoomOwnership() {}

  static Decision furnish(Channel channel, Furnish furnish, RegisteredNicks nicks) {
    if (channel.role(furnish.from()) != Role.OWNER) {
      return new Refused(FORBIDDEN.because("Only an owner can configure the room"));
    }
    var parts = new ArrayList<Decision>();
    if (!furnish.info().isEmpty()) {
      var set = new SetInfo(furnish.from(), furnish.itemId(), furnish.info());
      parts.add(Administration.setInfo(channel, set));
    }
    if (!furnish.config().isEmpty()) {
      var configure = new Configure(furnish.from(), furnish.itemId(), furnish.config());
      parts.add(Configuration.configure(channel, configure, nicks));
    }
    List<ChannelEvent> events = new ArrayList<>();
    for (Decision part : parts) {
      switch (part) {
        case Refused refused -> {
          return refused;
        }
        case Accepted(var event, _) -> events.addAll(event.each());
        case Settled _ -> {}
      }
    }
    Room before = channel.room();
    var now =
        new Room(
            false,
            furnish.persistent().orElse(before.persistent()),
            furnish.publiclyListed().orElse(before.publiclyListed()));
    if (!now.equals(before)) {
      events.add(new ChannelEvent.RoomSet(now));
    }
    return events.isEmpty()
        ? new Settled(new Done())
        : new Accepted(ChannelEvent.of(events), new Done());
  }
}
