package im.coven.muc;

import static im.coven.stanza.StanzaError.Condition.ITEM_NOT_FOUND;

import im.coven.channel.Channel;
import im.coven.channel.ConfigField;
import im.coven.channel.Group;
import im.coven.channel.JidVisibility;
import im.coven.channel.MixNode;
import im.coven.channel.Participant;
import im.coven.channel.Role;
import im.coven.disco.DiscoInfo;
import im.coven.disco.DiscoItems;
import im.coven.disco.Identity;
import im.coven.form.DataForm;
import im.coven.form.Field;
import im.coven.jid.Jid;
import im.coven.stanza.Iq;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What a MUC service and its rooms say of themselves, and where each face of a channel says that
/// the other is. See XEP-0045 §6, XEP-0408 §2.
public final class MucDisco {

  private static final String MIX_MIRROR = "mix-mirror";
  private static final String MUC_MIRROR = "muc-mirror";
  private static final String NS_MIRROR = "urn:xmpp:mix:muc:0#";

  private MucDisco() {}

  /// The service, whose channels are at `mix`.
  public static DiscoInfo service(String name, Jid mix) {
    return new DiscoInfo(
        List.of(identity(name)),
        List.of(
            DiscoInfo.NS,
            DiscoItems.NS,
            Muc.NS,
            Muc.STABLE_ID,
            Muc.NS_SID,
            Muc.NS_OCCUPANT_ID,
            Muc.NS_PING),
        List.of(mirror(MIX_MIRROR, mix)));
  }

  /// What the MIX service, or a channel, says of its other face.
  public static DataForm mirrored(Jid muc) {
    return mirror(MUC_MIRROR, muc);
  }

  private static DataForm mirror(String which, Jid where) {
    var field = new Field(which, Field.JID_SINGLE, null, List.of(where.toString()));
    return DataForm.of(DataForm.Type.RESULT, NS_MIRROR + which, List.of(field));
  }

  /// Answers disco#info to a room; `historyMax` is the most messages that it sends to who enters.
  public static Iq info(Iq.Request iq, Channel channel, Jid asker, int historyMax) {
    String node = iq.payload().attr("node");
    if (node != null) {
      return iq.error(ITEM_NOT_FOUND.error());
    }
    var features =
        new ArrayList<>(
            List.of(
                DiscoInfo.NS,
                DiscoItems.NS,
                Muc.NS,
                Muc.STABLE_ID,
                Muc.SELF_PING,
                Muc.NS_SID,
                Muc.NS_OCCUPANT_ID,
                Muc.NS_PING));
    boolean open = channel.config().jidVisibility() == JidVisibility.VISIBLE;
    features.add(isListed(channel) ? "muc_public" : "muc_hidden");
    features.add(channel.has(MixNode.ALLOWED) ? "muc_membersonly" : "muc_open");
    features.add("muc_unmoderated");
    features.add(open ? "muc_nonanonymous" : "muc_semianonymous");
    features.add("muc_unsecured");
    features.add(channel.room().persistent() ? "muc_persistent" : "muc_temporary");
    var forms = List.of(about(channel, asker, historyMax), mirror(MIX_MIRROR, channel.address()));
    return iq.result(
        new DiscoInfo(List.of(identity(channel.info().name())), features, forms).toElement(null));
  }

  private static DataForm about(Channel channel, Jid asker, int historyMax) {
    boolean enters = channel.role(asker).isAtLeast(Role.ALLOWED);
    var fields = new ArrayList<Field>();
    String description = channel.info().description();
    fields.add(Field.of("muc#roominfo_description", description == null ? "" : description));
    if (enters) {
      fields.add(Field.of("muc#roominfo_subject", channel.subject().orElse("")));
    }
    boolean all =
        channel.config().group(ConfigField.INFORMATION_NODE_UPDATE_RIGHTS) == Group.PARTICIPANTS;
    fields.add(Field.of("muc#roomconfig_changesubject", all ? "1" : "0"));
    fields.add(Field.of("muc#roominfo_occupants", String.valueOf(occupants(channel))));
    fields.add(Field.of("muc#maxhistoryfetch", String.valueOf(historyMax)));
    return DataForm.of(DataForm.Type.RESULT, Muc.ROOM_INFO, fields);
  }

  private static long occupants(Channel channel) {
    return channel.participants().stream()
        .map(Participant::id)
        .filter(id -> !channel.occupants().of(id).isEmpty() || !channel.presence().of(id).isEmpty())
        .count();
  }

  /// Answers disco#items to a room: who is in it is for those in it to see. See XEP-0045 §6.5.
  public static Iq items(Iq.Request iq) {
    return iq.payload().attr("node") == null
        ? iq.result(new DiscoItems(List.of()).toElement(null))
        : iq.error(ITEM_NOT_FOUND.error());
  }

  /// The room's line in the service's list, for those who may know of it.
  public static Optional<DiscoItems.Item> line(Channel channel, Jid room, Jid asker) {
    Role role = channel.role(asker);
    boolean shown = isListed(channel) ? channel.admits(asker) : role.isAtLeast(Role.PARTICIPANT);
    String name = channel.info().name();
    return shown
        ? Optional.of(new DiscoItems.Item(room, null, name == null ? room.localpart() : name))
        : Optional.empty();
  }

  private static boolean isListed(Channel channel) {
    return channel.room().publiclyListed() && !channel.founding().adHoc();
  }

  private static Identity identity(@Nullable String name) {
    return new Identity("conference", "text", name, null);
  }
}
