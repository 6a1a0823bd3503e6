package im.coven.muc;

import static im.coven.stanza.StanzaError.Condition.BAD_REQUEST;
import static im.coven.stanza.StanzaError.Condition.CONFLICT;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;

import im.coven.channel.Channel;
import im.coven.channel.ChannelRequest;
import im.coven.channel.ConfigField;
import im.coven.channel.Group;
import im.coven.channel.InfoField;
import im.coven.channel.JidVisibility;
import im.coven.channel.MixNode;
import im.coven.form.DataForm;
import im.coven.form.Field;
import im.coven.jid.Jid;
import im.coven.stanza.StanzaError;
import im.coven.xml.Element;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The form by which an owner configures a room: fields of the channel that both faces share, and
/// those of {@link im.coven.channel.Room}. See XEP-0045 §10.2, §16.5.3.
public final class RoomForm {

  private static final String PREFIX = "muc#roomconfig_";
  private static final String NAME = PREFIX + "roomname";
  private static final String DESCRIPTION = PREFIX + "roomdesc";
  private static final String PERSISTENT = PREFIX + "persistentroom";
  private static final String LISTED = PREFIX + "publicroom";
  private static final String MEMBERS_ONLY = PREFIX + "membersonly";
  private static final String WHOIS = PREFIX + "whois";
  private static final String PRIVATE_MESSAGES = PREFIX + "allowpm";
  private static final String SUBJECT = PREFIX + "changesubject";
  private static final String INVITES = PREFIX + "allowinvites";
  private static final String PASSWORD = PREFIX + "passwordprotectedroom";
  private static final String OWNERS = PREFIX + "roomowners";
  private static final String ADMINS = PREFIX + "roomadmins";

  private static final String ANYONE = "anyone";
  private static final String NONE = "none";
  private static final String MODERATORS = "moderators";

  private RoomForm() {}

  /// What an owner's request comes down to.
  public sealed interface Read {}

  /// The room is to be configured so.
  public record Submitted(ChannelRequest.Furnish request) implements Read {}

  /// Nothing is to be configured. See XEP-0045 §10.1.3.
  public record Cancelled() implements Read {}

  /// It cannot be understood, or not be had.
  public record Unfit(StanzaError error) implements Read {}

  /// The form with what holds now.
  public static Element of(Channel channel) {
    boolean open = channel.config().jidVisibility() == JidVisibility.VISIBLE;
    boolean messages = channel.config().is(ConfigField.PRIVATE_MESSAGES);
    boolean subject =
        channel.config().group(ConfigField.INFORMATION_NODE_UPDATE_RIGHTS) == Group.PARTICIPANTS;
    boolean invites = channel.config().is(ConfigField.INVITATION_BY_PARTICIPANTS);
    var fields =
        List.of(
            text(NAME, "Name", channel.info().name()),
            text(DESCRIPTION, "Description", channel.info().description()),
            flag(PERSISTENT, "Stays when nobody is in it", channel.room().persistent()),
            flag(LISTED, "Is listed", channel.room().publiclyListed()),
            flag(MEMBERS_ONLY, "Is for members", channel.has(MixNode.ALLOWED)),
            choice(WHOIS, "Who sees real JIDs", open ? ANYONE : MODERATORS, MODERATORS, ANYONE),
            choice(
                PRIVATE_MESSAGES,
                "Who may send private messages",
                messages ? ANYONE : NONE,
                ANYONE,
                NONE),
            flag(SUBJECT, "All may change the subject", subject),
            flag(INVITES, "Members may invite", invites),
            flag(PASSWORD, "Needs a password", false),
            jids(OWNERS, "Owners", channel.config().owners()),
            jids(ADMINS, "Administrators", channel.config().administrators()));
    return DataForm.of(DataForm.Type.FORM, Muc.ROOM_CONFIG, fields).toElement();
  }

  /// Reads what an owner submits; `itemId` is the time of that. Fields that are not known are
  /// ignored, those that are absent stay.
  public static Read read(Channel channel, Jid owner, Element query, String itemId) {
    Optional<DataForm> form = DataForm.in(query);
    if (form.isEmpty()) {
      return new Unfit(BAD_REQUEST.because("A form is missing"));
    }
    if (form.get().type() == DataForm.Type.CANCEL) {
      return new Cancelled();
    }
    boolean empty = form.get().fields().isEmpty();
    if (form.get().type() != DataForm.Type.SUBMIT || !(empty || form.get().isOf(Muc.ROOM_CONFIG))) {
      return new Unfit(BAD_REQUEST.because("This is no configuration of a room"));
    }
    return new Reader(channel, form.get()).read(owner, itemId);
  }

  /// One form that is read.
  private static final class Reader {
    private final Channel channel;
    private final DataForm form;
    private final Map<InfoField, List<String>> info = new EnumMap<>(InfoField.class);
    private final Map<ConfigField, List<String>> config = new EnumMap<>(ConfigField.class);
    private @Nullable StanzaError error;

    private Reader(Channel channel, DataForm form) {
      this.channel = channel;
      this.form = form;
    }

    private Read read(Jid owner, String itemId) {
      info(NAME, InfoField.NAME, channel.info().name());
      info(DESCRIPTION, InfoField.DESCRIPTION, channel.info().description());
      Optional<Boolean> persistent = flag(PERSISTENT);
      Optional<Boolean> listed = flag(LISTED);
      flag(MEMBERS_ONLY).ifPresent(this::membersOnly);
      choice(WHOIS, MODERATORS, ANYONE).ifPresent(this::whois);
      choice(PRIVATE_MESSAGES, ANYONE, NONE)
          .ifPresent(who ->
              config.put(
                  ConfigField.PRIVATE_MESSAGES, List.of(String.valueOf(who.equals(ANYONE)))));
      flag(SUBJECT)
          .ifPresent(all ->
              config.put(
                  ConfigField.INFORMATION_NODE_UPDATE_RIGHTS,
                  List.of((all ? Group.PARTICIPANTS : Group.ADMINS).wire())));
      flag(INVITES)
          .ifPresent(all ->
              config.put(ConfigField.INVITATION_BY_PARTICIPANTS, List.of(String.valueOf(all))));
      if (flag(PASSWORD).orElse(false)) {
        error = NOT_ACCEPTABLE.because("Rooms have no passwords here");
      }
      jids(OWNERS, ConfigField.OWNER);
      jids(ADMINS, ConfigField.ADMINISTRATOR);
      List<String> owners = config.get(ConfigField.OWNER);
      if (owners != null && owners.isEmpty()) {
        error = CONFLICT.because("A room has an owner");
      }
      // What stays as it is is no change.
      config.entrySet().removeIf(e -> channel.config().values(e.getKey()).equals(e.getValue()));
      return error == null
          ? new Submitted(
              new ChannelRequest.Furnish(owner, itemId, info, config, persistent, listed))
          : new Unfit(error);
    }

    private void info(String var, InfoField field, @Nullable String now) {
      String value = form.value(var);
      if (form.field(var) != null) {
        String wanted = value == null ? "" : value;
        if (!wanted.equals(now == null ? "" : now)) {
          info.put(field, List.of(wanted));
        }
      }
    }

    private void membersOnly(boolean on) {
      var nodes = new ArrayList<>(channel.config().values(ConfigField.NODES_PRESENT));
      nodes.remove(MixNode.ALLOWED.shortName());
      if (on) {
        nodes.add(MixNode.ALLOWED.shortName());
      }
      if (on != channel.has(MixNode.ALLOWED)) {
        config.put(ConfigField.NODES_PRESENT, nodes);
      }
    }

    private void whois(String who) {
      boolean open = channel.config().jidVisibility() == JidVisibility.VISIBLE;
      if (open != who.equals(ANYONE)) {
        JidVisibility wanted = open ? JidVisibility.MAYBE_VISIBLE : JidVisibility.VISIBLE;
        config.put(ConfigField.JID_VISIBILITY, List.of(wanted.wire()));
      }
    }

    private void jids(String var, ConfigField field) {
      if (form.field(var) == null) {
        return;
      }
      var jids = new ArrayList<String>();
      for (String value : form.values(var)) {
        Optional<Jid> jid = Jid.parse(value.strip());
        if (jid.isPresent()) {
          jids.add(jid.get().bare().toString());
        } else if (!value.isBlank()) {
          error = NOT_ACCEPTABLE.because("This is nobody's address");
        }
      }
      config.put(field, jids);
    }

    private Optional<Boolean> flag(String var) {
      if (form.value(var) == null) {
        return Optional.empty();
      }
      Boolean value = form.flag(var);
      if (value == null) {
        error = BAD_REQUEST.because("This is yes or no: " + var);
      }
      return Optional.ofNullable(value);
    }

    private Optional<String> choice(String var, String... options) {
      String value = form.value(var);
      if (value == null) {
        return Optional.empty();
      }
      if (Stream.of(options).noneMatch(value::equals)) {
        error = NOT_ACCEPTABLE.because("This cannot be had: " + var);
        return Optional.empty();
      }
      return Optional.of(value);
    }
  }

  private static Field text(String var, String label, @Nullable String value) {
    return new Field(var, Field.TEXT_SINGLE, label, value == null ? List.of() : List.of(value));
  }

  private static Field flag(String var, String label, boolean value) {
    return new Field(var, Field.BOOLEAN, label, List.of(value ? "1" : "0"));
  }

  private static Field choice(String var, String label, String value, String... options) {
    Function<String, Field.Option> option = each -> new Field.Option(each, each);
    return new Field(
        var, Field.LIST_SINGLE, label, List.of(value), Stream.of(options).map(option).toList());
  }

  private static Field jids(String var, String label, java.util.Set<Jid> jids) {
    return new Field(
        var, Field.JID_MULTI, label, jids.stream().map(Jid::toString).sorted().toList());
  }
}
