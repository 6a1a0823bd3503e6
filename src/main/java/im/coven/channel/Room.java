package im.coven.channel;

/// What the MUC face of a channel is configured to be beyond what both faces share.
///
/// A room that was made by entering it is `locked` until its maker has configured it: nobody else
/// finds it. One that is not `persistent` ends when the last has left it and nobody takes part who
/// came by the MIX face. See XEP-0045 §10.1, §4.2.
///
/// @param publiclyListed whether the service lists it for those who are no part of it
public record Room(boolean locked, boolean persistent, boolean publiclyListed) {

  /// Of a channel that was made by its MIX face.
  public static final Room OF_CHANNEL = new Room(false, true, true);

  /// Of a room that was made by entering it.
  public static final Room ENTERED = new Room(true, false, true);

  Fields toFields(String kind) {
    return new Fields(kind)
        .put("locked", locked)
        .put("persistent", persistent)
        .put("listed", publiclyListed);
  }

  static Room of(Fields fields) {
    return new Room(
        Boolean.parseBoolean(fields.require("locked")),
        Boolean.parseBoolean(fields.require("persistent")),
        Boolean.parseBoolean(fields.require("listed")));
  }
}
