package im.coven.muc;

import im.coven.channel.Channel;
import im.coven.channel.Occupant;
import im.coven.channel.Participant;
import im.coven.channel.PresenceItem;
import im.coven.jid.Jid;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a room shows of a person: one occupant, however many clients there are and whichever face
/// they came by. It is the presence of the client with the highest priority.
///
/// @param id the stable participant id, which is the occupant id (XEP-0421)
/// @param client the full JID that is shown to those who may see it
record Appearance(
    String id,
    String nick,
    Jid client,
    @Nullable String lang,
    String payload,
    Affiliation affiliation) {

  private record Client(Jid jid, @Nullable String lang, String payload) {}

  /// By priority, then by address, so that every instance shows the same.
  private static final Comparator<Client> BEST =
      Comparator.<Client>comparingInt(client -> priority(client.payload()))
          .thenComparing(client -> client.jid().toString(), Comparator.reverseOrder());

  /// Nothing where no client of the participant is in the room or present in the channel.
  static Optional<Appearance> of(Channel channel, Participant participant) {
    List<Client> clients = new ArrayList<>();
    for (Occupant occupant : channel.occupants().of(participant.id())) {
      clients.add(new Client(occupant.client(), occupant.lang(), occupant.payload()));
    }
    for (PresenceItem item : channel.presence().of(participant.id())) {
      Jid jid = participant.jid().withResource(item.resource());
      if (channel.occupants().of(jid).isEmpty()) {
        clients.add(new Client(jid, item.lang(), item.payload()));
      }
    }
    return clients.stream()
        .max(BEST)
        .map(best ->
            new Appearance(
                participant.id(),
                participant.name(),
                best.jid(),
                best.lang(),
                best.payload(),
                Affiliation.of(channel, participant.jid())));
  }

  Jid person() {
    return client.bare();
  }

  /// The priority in the content of a presence; 0 where there is none.
  private static int priority(String payload) {
    String tag = "<priority>";
    int start = payload.indexOf(tag);
    int end = payload.indexOf('<', start + tag.length());
    if (start < 0 || end < 0) {
      return 0;
    }
    try {
      return Integer.parseInt(payload.substring(start + tag.length(), end).strip());
    } catch (NumberFormatException none) {
      return 0;
    }
  }
}
