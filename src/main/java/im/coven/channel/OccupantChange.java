package im.coven.channel;

/// What became of a client's place in the room. See XEP-0045 §7.
public sealed interface OccupantChange {

  /// The occupant as it is now or, where it is gone, was.
  Occupant occupant();

  /// The client entered, entered again, or is present in another way than before.
  record Present(Occupant occupant) implements OccupantChange {}

  /// The client is in the room no more; `nick` is the one that it had, `payload` is what it said at
  /// last, as XML inside `jabber:client`.
  record Gone(Occupant occupant, String nick, Departure how, String payload)
      implements OccupantChange {}
}
