package im.coven.muc;

/// The names of Multi-User Chat on the wire.
public final class Muc {

  public static final String NS = "http://jabber.org/protocol/muc";
  public static final String NS_USER = NS + "#user";
  public static final String NS_OWNER = NS + "#owner";
  public static final String ROOM_CONFIG = NS + "#roomconfig";
  public static final String ROOM_INFO = NS + "#roominfo";
  public static final String STABLE_ID = NS + "#stable_id";
  public static final String SELF_PING = NS + "#self-ping-optimization";
  public static final String NS_OCCUPANT_ID = "urn:xmpp:occupant-id:0";
  public static final String NS_SID = "urn:xmpp:sid:0";
  public static final String NS_DELAY = "urn:xmpp:delay";
  public static final String NS_PING = "urn:xmpp:ping";

  private Muc() {}
}
