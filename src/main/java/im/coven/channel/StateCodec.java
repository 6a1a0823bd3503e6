package im.coven.channel;

import im.coven.channel.StateChange.Put;
import im.coven.channel.StateChange.Remove;
import im.coven.jid.Jid;
import java.util.List;
import java.util.Map;

/// The materialised state: what each event changes of it, and the channel that it makes.
///
/// `participants` keeps those who left, marked so: a stable id stays theirs for good (CORE-04-015).
public final class StateCodec {

  private static final String META = "meta";
  private static final String PARTICIPANTS = "participants";
  private static final String ACCESS = "access";
  private static final String FOUNDING = "founding";
  private static final String INFO = "info";
  private static final String SUBJECT = "subject";
  private static final String LEFT = "left";

  private StateCodec() {}

  /// What an event changes. Empty exactly for what leaves the version of the state as it is.
  public static List<StateChange> changes(ChannelEvent event) {
    return switch (event) {
      case ChannelEvent.Created(var founding) ->
          List.of(
              new Put(META, FOUNDING, EventCodec.founding(founding, FOUNDING).toString()),
              new Put(META, INFO, EventCodec.info(founding.info(), new Fields(INFO)).toString()),
              new Put(ACCESS, founding.owner().toString(), Access.OWNER.stored()));
      case ChannelEvent.Joined(var participant) -> List.of(put(participant));
      case ChannelEvent.Changed(var participant) -> List.of(put(participant));
      case ChannelEvent.Left left ->
          List.of(
              new Put(PARTICIPANTS, left.id(), new Fields(LEFT).put("jid", left.jid()).toString()));
      case ChannelEvent.Published published ->
          published.subject() == null
              ? List.of()
              : List.of(new Put(META, SUBJECT, published.subject()));
      case ChannelEvent.InfoSet(var info) ->
          List.of(new Put(META, INFO, EventCodec.info(info, new Fields(INFO)).toString()));
      case ChannelEvent.AccessSet(var jid, var access) ->
          List.of(
              access == null
                  ? new Remove(ACCESS, jid.toString())
                  : new Put(ACCESS, jid.toString(), access.stored()));
      case ChannelEvent.Destroyed() -> List.of();
    };
  }

  /// The channel that a stored state describes.
  ///
  /// @throws IllegalArgumentException when the state is not whole
  public static Channel read(Jid address, StoredState state) {
    Founding founding = EventCodec.founding(Fields.read(require(state.meta(), FOUNDING)));
    var channel = new Channel(address, state.epoch(), founding, state.last(), state.version());
    channel.setInfo(EventCodec.info(Fields.read(require(state.meta(), INFO))));
    String subject = state.meta().get(SUBJECT);
    if (subject != null) {
      channel.setSubject(subject);
    }
    state
        .access()
        .forEach((jid, access) -> channel.setAccess(Jid.of(jid), Access.ofStored(access)));
    for (String stored : state.participants().values()) {
      Fields fields = Fields.read(stored);
      if (!fields.kind().equals(LEFT)) {
        channel.put(EventCodec.participant(fields));
      }
    }
    return channel;
  }

  private static StateChange put(Participant participant) {
    return new Put(
        PARTICIPANTS,
        participant.id(),
        EventCodec.participant(participant, "participant").toString());
  }

  private static String require(Map<String, String> hash, String field) {
    String value = hash.get(field);
    if (value == null) {
      throw new IllegalArgumentException("the stored state lacks " + field);
    }
    return value;
  }
}
