package im.coven.mix;

import im.coven.channel.ChannelConfig;
import im.coven.channel.ChannelInfo;
import im.coven.channel.ConfigField;
import im.coven.channel.Dialect;
import im.coven.channel.InfoField;
import im.coven.channel.JidVisibility;
import im.coven.channel.Preference;
import im.coven.channel.Preferences;
import im.coven.form.DataForm;
import im.coven.form.Field;
import im.coven.jid.Jid;
import im.coven.xml.Element;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// The forms of a channel: information, configuration, preferences. See XEP-0369 §4.7.6, XEP-0406
/// §2.4, XEP-0404 §3.1.
///
/// Submitted fields are known by their name alone, whatever type they are said to be (H42).
final class MixForms {

  static final String NS_ADMIN = "urn:xmpp:mix:admin:0";
  static final String NS_ANON = "urn:xmpp:mix:anon:0";

  /// Names that the specifications' examples use, with the fields that they mean (H42).
  private static final String NO_PRIVATE_MESSAGES = "No Private Messages";

  private static final String ALLOW_RETRACTION = "Allow User Message Retraction";

  private MixForms() {}

  /* ---- information ---- */

  /// The information as a reader of a dialect sees it; the last field says what the configuration
  /// is (H34).
  static Element info(ChannelInfo info, JidVisibility visibility, Dialect dialect) {
    var fields = new ArrayList<Field>();
    if (info.name() != null) {
      fields.add(Field.of(InfoField.NAME.field(), info.name()));
    }
    if (info.description() != null) {
      fields.add(Field.of(InfoField.DESCRIPTION.field(), info.description()));
    }
    if (!info.contacts().isEmpty()) {
      List<String> contacts = info.contacts().stream().map(Jid::toString).toList();
      fields.add(new Field(InfoField.CONTACT.field(), null, null, contacts));
    }
    fields.add(Field.of(ConfigField.JID_VISIBILITY.field(), visibility.wire()));
    return DataForm.of(DataForm.Type.RESULT, dialect.ns(), fields).toElement();
  }

  /// The fields of the information that a form sets, or nothing where it is no such form.
  static Optional<Map<InfoField, List<String>>> readInfo(Element item) {
    return DataForm.in(item)
        .filter(form -> form.formType().flatMap(Dialect::of).isPresent())
        .map(form -> {
          Map<InfoField, List<String>> changes = new EnumMap<>(InfoField.class);
          for (InfoField field : InfoField.values()) {
            if (form.field(field.field()) != null) {
              changes.put(field, form.values(field.field()));
            }
          }
          return changes;
        });
  }

  /* ---- configuration ---- */

  static Element config(ChannelConfig config) {
    List<Field> fields =
        Stream.of(ConfigField.values())
            .map(field -> new Field(field.field(), type(field), null, config.values(field)))
            .toList();
    return DataForm.of(DataForm.Type.RESULT, NS_ADMIN, fields).toElement();
  }

  private static String type(ConfigField field) {
    return switch (field.kind()) {
      case JID -> Field.JID_SINGLE;
      case JIDS -> Field.JID_MULTI;
      case TIME -> Field.TEXT_SINGLE;
      case CHOICE -> Field.LIST_SINGLE;
      case CHOICES -> Field.LIST_MULTI;
      case FLAG -> Field.BOOLEAN;
    };
  }

  /// The fields of the configuration that a form sets, or nothing where it is no such form.
  static Optional<Map<ConfigField, List<String>>> readConfig(Element item) {
    return DataForm.in(item).filter(form -> form.isOf(NS_ADMIN)).map(MixForms::changes);
  }

  private static Map<ConfigField, List<String>> changes(DataForm form) {
    Map<ConfigField, List<String>> changes = new EnumMap<>(ConfigField.class);
    Boolean none = form.flag(NO_PRIVATE_MESSAGES);
    if (none != null) {
      changes.put(ConfigField.PRIVATE_MESSAGES, List.of(Boolean.toString(!none)));
    }
    if (form.field(ALLOW_RETRACTION) != null) {
      changes.put(ConfigField.USER_MESSAGE_RETRACTION, form.values(ALLOW_RETRACTION));
    }
    for (ConfigField field : ConfigField.values()) {
      if (form.field(field.field()) != null) {
        changes.put(field, form.values(field.field()));
      }
    }
    return changes;
  }

  /* ---- preferences ---- */

  /// What holds for a participant.
  static Element preferences(Preferences preferences) {
    List<Field> fields =
        Stream.of(Preference.values())
            .map(each -> Field.of(each.field(), preferences.get(each)))
            .toList();
    return DataForm.of(DataForm.Type.RESULT, NS_ANON, fields).toElement();
  }

  /// What a participant may choose, and has chosen.
  static Element questions(Preferences preferences) {
    List<Field> fields =
        Stream.of(Preference.values())
            .map(each ->
                new Field(
                    each.field(),
                    Field.LIST_SINGLE,
                    null,
                    List.of(preferences.get(each)),
                    each.options().stream().map(value -> new Field.Option(null, value)).toList()))
            .toList();
    return DataForm.of(DataForm.Type.FORM, NS_ANON, fields).toElement();
  }

  /// What reading a form of preferences comes to.
  sealed interface Wishes {}

  /// These are stated.
  record Stated(Map<Preference, String> changes) implements Wishes {}

  /// It is no form of preferences.
  record NoForm() implements Wishes {}

  /// A field has a value that it cannot have.
  record Unacceptable() implements Wishes {}

  static Wishes readPreferences(Element parent) {
    Optional<DataForm> form = DataForm.in(parent).filter(found -> found.isOf(NS_ANON));
    if (form.isEmpty()) {
      return new NoForm();
    }
    Map<Preference, String> changes = new EnumMap<>(Preference.class);
    for (Preference each : Preference.values()) {
      Field field = form.get().field(each.field());
      if (field == null) {
        continue;
      }
      String given = field.value() == null ? each.options().getFirst() : field.value();
      Optional<String> value = each.value(given);
      if (value.isEmpty()) {
        return new Unacceptable();
      }
      changes.put(each, value.get());
    }
    return new Stated(changes);
  }

  /// Whether an element holds a form of any kind.
  static boolean isIn(Element parent) {
    return parent.child("x", DataForm.NS).isPresent();
  }
}
