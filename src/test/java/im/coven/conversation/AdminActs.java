package im.coven.conversation;

import java.util.stream.Stream;

/// Scenes and rows of what owners and administrators do: the configuration, and the lists of the
/// allowed and the banned.
final class AdminActs {

  private AdminActs() {}

  /// A form with these fields.
  static String form(String fields) {
    return "<x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'>"
        + "<value>urn:xmpp:mix:admin:0</value></field>"
        + fields
        + "</x>";
  }

  /// A field with these values.
  static String set(String name, String... values) {
    return "<field var='"
        + name
        + "'>"
        + (values.length == 0
            ? ""
            : "<value>" + String.join("</value><value>", values) + "</value>")
        + "</field>";
  }

  /// The configuration with these fields, published.
  static String publish(String fields) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish"
        + " node='urn:xmpp:mix:nodes:config'><item>"
        + form(fields)
        + "</item></publish></pubsub>";
  }

  /// The owner changes the configuration, and is answered.
  static String configures(String fields) {
    return """
    hag66 sends:
      <iq type='set' to='${channel}' id='conf'>@</iq>
    hag66 receives:
      <iq type='result' from='${channel}' to='${hag66.full}' id='conf'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:mix:nodes:config'><item id='…'/></publish>
        </pubsub>
      </iq>
    """
        .replace("@", publish(fields));
  }

  /// The owner reads a list, and it holds this.
  static String lists(String node, String... items) {
    String listed = String.join("", Stream.of(items).map(AdminActs::item).toList());
    return """
    hag66 sends:
      <iq type='get' to='${channel}' id='l'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:mix:nodes:%1$s'/>
        </pubsub>
      </iq>
    hag66 receives:
      <iq type='result' from='${channel}' to='${hag66.full}' id='l'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:mix:nodes:%1$s'>%2$s</items>
        </pubsub>
      </iq>
    """
        .formatted(node, listed);
  }

  /// An item without anything in it.
  static String item(String id) {
    return "<item id='" + id + "'/>";
  }

  /// A client changes a list; what follows is the answer.
  static String puts(String who, String what, String node, String item) {
    return """
    %1$s sends:
      <iq type='set' to='${channel}' id='p'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <%2$s node='urn:xmpp:mix:nodes:%3$s'><item id='%4$s'/></%2$s>
        </pubsub>
      </iq>
    """
        .formatted(who, what, node, item);
  }

  /// What it asked for is done.
  static String done(String who) {
    return """
    %1$s receives:
      <iq type='result' from='${channel}' to='${%1$s.full}' id='p'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub' …>…</pubsub>
      </iq>
    """
        .formatted(who);
  }

  /// Somebody, published on the list of the banned.
  static String ban(String subject) {
    return "<pubsub xmlns='http://jabber.org/protocol/pubsub'><publish"
        + " node='urn:xmpp:mix:nodes:banned'>"
        + item(subject)
        + "</publish></pubsub>";
  }

  /// A row for [Acts#refused]: a request to the channel.
  static String row(String type, String content, String refusal) {
    return type + " | ${channel} | " + content + " | " + refusal;
  }

  /// A row: a node is closed to who reads it.
  static String reading(String node) {
    String items = "<items node='urn:xmpp:mix:nodes:" + node + "'/>";
    return row(
        "get",
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'>" + items + "</pubsub>",
        "not-allowed (cancel) closed-node");
  }
}
