package im.coven.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import im.coven.script.Bindings;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Creating, finding, describing and destroying channels.
class ChannelsIT {

  @RegisterExtension
  private static final Theatre THEATRE =
      new Theatre("domains.mix=mix.shakespeare.example,mix2.shakespeare.example");

  @ParameterizedTest
  @EnumSource
  @Requirement("CORE-04-019")
  @Requirement("CORE-07-079")
  @Requirement("CORE-07-080")
  @Requirement("CORE-07-082")
  @Requirement("CORE-07-092")
  @Requirement("CORE-07-094")
  @Requirement("CORE-07-095")
  @Requirement("CORE-07-099")
  @Requirement("CORE-06-006")
  @Requirement("CORE-06-010")
  @Requirement("CORE-06-011")
  void aChannelLivesFromCreateToDestroy(Dialect dialect) {
    THEATRE.play(
        dialect,
        Acts.WITCHES,
        Acts.CREATED,
        Participants.listed("hag66"),
        Acts.findsChannels("<item jid='${channel}' …/>…"),
        Acts.joins("hag77", "witch", "messages"),
        """
        hag77 sends:
          <message to='${channel}' type='groupchat'><body>Round the cauldron</body></message>
        hag77 receives:
          <message type='groupchat' …>…</message>
        hag77 sends:
          <iq type='set' to='${channel}' id='l'><leave xmlns='${core}'/></iq>
        hag77 receives:
          <iq type='result' id='l' …><leave xmlns='${core}'/></iq>
        """,
        Participants.listed("hag66"),
        """
        hag66 sends:
          <iq type='set' to='${mix}' id='d'><destroy xmlns='${core}' channel='${name}'/></iq>
        hag66 receives:
          <iq type='result' from='${mix}' to='${hag66.full}' id='d'/>
        """,
        Acts.refused(
            "hag66",
            """
            set | ${channel} | <join xmlns='${core}'><nick>a</nick></join> | item-not-found (cancel)
            set | ${mix}     | <destroy xmlns='${core}' channel='${name}'/> | item-not-found (cancel)
            """),
        Acts.CREATED,
        Participants.listed("hag66"),
        """
        hag66 sends:
          <iq type='set' to='${channel}' id='q'><query xmlns='urn:xmpp:mam:2'/></iq>
        hag66 receives:
          <iq type='result' id='q' …><fin xmlns='urn:xmpp:mam:2' complete='true'>…</fin></iq>
        everybody receives nothing
        """);
  }

  @Test
  @Requirement("CORE-07-083")
  @Requirement("CORE-07-088")
  @Requirement("CORE-07-089")
  @Requirement("CORE-07-090")
  void anAdHocChannelIsHidden() {
    Bindings bindings =
        THEATRE.play(
            Dialect.CORE_1,
            Acts.WITCHES,
            """
            hag66 sends:
              <iq type='set' to='mix2.shakespeare.example' id='c'><create xmlns='${core}'/></iq>
            hag66 receives:
              <iq type='result' from='mix2.shakespeare.example' to='${hag66.full}' id='c'>
                <create xmlns='${core}' channel='${secret}'/>
              </iq>
            hecate sends:
              <iq type='get' to='mix2.shakespeare.example' id='i'>
                <query xmlns='http://jabber.org/protocol/disco#items'/>
              </iq>
            hecate receives:
              <iq type='result' id='i' …>
                <query xmlns='http://jabber.org/protocol/disco#items'/>
              </iq>
            """,
            Acts.refused(
                "hecate",
                """
                set | ${secret}@mix2.shakespeare.example | <join xmlns='${core}'><nick>a</nick></join> | item-not-found (cancel)
                get | ${secret}@mix2.shakespeare.example | <query xmlns='http://jabber.org/protocol/disco#info'/> | item-not-found (cancel)
                get | ${secret}@mix2.shakespeare.example | <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='urn:xmpp:mix:nodes:info'/></pubsub> | item-not-found (cancel)
                set | ${secret}@mix2.shakespeare.example | <query xmlns='urn:xmpp:mam:2'/> | item-not-found (cancel)
                groupchat | ${secret}@mix2.shakespeare.example | <body>x</body> | item-not-found (cancel)
                """),
            """
            hag66 sends:
              <iq type='set' to='${hag66}' id='j'>
                <client-join xmlns='${pam}' channel='${secret}@mix2.shakespeare.example'>
                  <join xmlns='${core}'><nick>witch</nick></join>
                </client-join>
              </iq>
            hag66 receives:
              <iq type='result' id='j' …>…</iq>
            hag66 sends:
              <iq type='set' to='mix2.shakespeare.example' id='d'><destroy xmlns='${core}' channel='${secret}'/></iq>
            hag66 receives:
              <iq type='result' id='d' …/>
            """);
    assertThat(bindings.value("secret").orElseThrow()).hasSizeGreaterThanOrEqualTo(16);
  }

  @Test
  @Requirement("CORE-04-035")
  @Requirement("CORE-04-036")
  @Requirement("CORE-04-037")
  @Requirement("CORE-04-038")
  @Requirement("CORE-04-039")
  @Requirement("CORE-04-040")
  @Requirement("CORE-04-041")
  @Requirement("CORE-04-042")
  @Requirement("CORE-04-043")
  @Requirement("CORE-04-044")
  @Requirement("CORE-04-045")
  @Requirement("ADMIN-03-001")
  @Requirement("ADMIN-03-002")
  @Requirement("ADMIN-03-003")
  @Requirement("ADMIN-03-005")
  @Requirement("ADMIN-03-007")
  @Requirement("CORE-06-013")
  @Requirement("CORE-06-016")
  @Requirement("CORE-06-024")
  void theOwnerDescribesTheChannel() {
    Bindings bindings =
        THEATRE.play(
            Dialect.CORE_1,
            Acts.WITCHES,
            Acts.CREATED,
            Acts.joins("hag77", "witch", "info"),
            info("first", ""),
            publishes("<field var='Name'><value>Witches</value></field>"),
            told("second", "<field var='Name' …><value>Witches</value></field>"),
            publishes(
                """
                <field var='Name'><value>Witches' Coven</value></field>
                <field var='Description'><value>Not far&#10;from the blasted heath</value></field>
                <field var='Contact'><value>${hag66}</value><value>${hecate}</value></field>
                """),
            told("third", FULL),
            info("third", FULL),
            Acts.refused(
                "hag66",
                """
                set | ${channel} | <pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:mix:nodes:info'><item><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mix:core:1</value></field><field var='Contact'><value>@@</value></field></x></item></publish></pubsub> | not-acceptable (modify)
                """),
            Acts.refused(
                "hag77",
                """
                set | ${channel} | <pubsub xmlns='http://jabber.org/protocol/pubsub'><publish node='urn:xmpp:mix:nodes:info'><item><x xmlns='jabber:x:data' type='submit'><field var='FORM_TYPE'><value>urn:xmpp:mix:core:1</value></field><field var='Name'><value>x</value></field></x></item></publish></pubsub> | forbidden (auth)
                """),
            info("third", FULL),
            """
            hecate sends:
              <iq type='get' to='${channel}' id='d'>
                <query xmlns='http://jabber.org/protocol/disco#info'/>
              </iq>
            hecate receives:
              <iq type='result' id='d' …>
                <query xmlns='http://jabber.org/protocol/disco#info'>
                  <identity category='conference' type='mix' name="Witches' Coven"/>
                  …
                </query>
              </iq>
            """,
            Acts.findsChannels("<item jid='${channel}' name=\"Witches' Coven\"/>…"));
    String first = bindings.value("first").orElseThrow();
    String second = bindings.value("second").orElseThrow();
    String third = bindings.value("third").orElseThrow();
    assertThat(List.of(first, second, third))
        .isSorted()
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(Instant.parse(id)).isNotNull());
  }

  private static final String FULL =
      """
      <field var='Name' …><value>Witches' Coven</value></field>
      <field var='Description' …><value>Not far&#10;from the blasted heath</value></field>
      <field var='Contact' …><value>${hag66}</value><value>${hecate}</value></field>
      """;

  private static String form(String fields) {
    return "<x xmlns='jabber:x:data' type='result'><field var='FORM_TYPE' type='hidden'>"
        + "<value>urn:xmpp:mix:core:1</value></field>"
        + fields
        + "<field var='JID Visibility'><value>jid-mandatory-visible</value></field></x>";
  }

  private static String info(String id, String fields) {
    return """
    hag77 sends:
      <iq type='get' to='${channel}' id='i'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:mix:nodes:info'/>
        </pubsub>
      </iq>
    hag77 receives:
      <iq type='result' from='${channel}' to='${hag77.full}' id='i'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:mix:nodes:info'><item id='${%s}'>@</item></items>
        </pubsub>
      </iq>
    """
        .formatted(id)
        .replace("@", form(fields));
  }

  private static String publishes(String fields) {
    return """
    hag66 sends:
      <iq type='set' to='${channel}' id='p'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:mix:nodes:info'><item id='mine'>@</item></publish>
        </pubsub>
      </iq>
    hag66 receives:
      <iq type='result' from='${channel}' to='${hag66.full}' id='p'>…</iq>
    """
        .replace("@", form(fields).replace("type='result'", "type='submit'"));
  }

  private static String told(String id, String fields) {
    return """
    hag77 receives:
      <message from='${channel}' to='${hag77.full}' type='headline' id='…'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='urn:xmpp:mix:nodes:info'><item id='${%s}'>@</item></items>
        </event>
      </message>
    """
        .formatted(id)
        .replace("@", form(fields));
  }

  @Test
  @Requirement("CORE-06-021")
  @Requirement("CORE-06-022")
  void theNodesThatOneMayHaveAreListed() {
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        """
        hag77 sends:
          <iq type='get' to='${channel}' id='n'>
            <query xmlns='http://jabber.org/protocol/disco#items' node='mix'/>
          </iq>
        hag77 receives:
          <iq type='result' from='${channel}' to='${hag77.full}' id='n'>
            <query xmlns='http://jabber.org/protocol/disco#items' node='mix'>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:messages'/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:participants'/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:info'/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:presence'/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:subject'/>
              <item jid='${channel}' node='urn:xmpp:avatar:data'/>
              <item jid='${channel}' node='urn:xmpp:avatar:metadata'/>
            </query>
          </iq>
        hag66 sends:
          <iq type='get' to='${channel}' id='n'>
            <query xmlns='http://jabber.org/protocol/disco#items' node='mix'/>
          </iq>
        hag66 receives:
          <iq type='result' from='${channel}' to='${hag66.full}' id='n'>
            <query xmlns='http://jabber.org/protocol/disco#items' node='mix'>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:config'/>
              <item jid='${channel}' node='urn:xmpp:mix:nodes:banned'/>
              …
            </query>
          </iq>
        """);
  }

  @Test
  @Requirement("CORE-04-033")
  @Requirement("CORE-04-034")
  void itemsAreReadOneByOneAndInPages() {
    String items =
        "<pubsub xmlns='http://jabber.org/protocol/pubsub'><items"
            + " node='urn:xmpp:mix:nodes:participants'%s%s</pubsub>";
    THEATRE.play(
        Dialect.CORE_1,
        Acts.COVEN,
        asked(
            items.formatted("><item id='${hag66.id}'/></items>", ""),
            items.formatted("><item id='${hag66.id}'>…</item></items>", "")),
        asked(
            items.formatted("><item id='unknown'/></items>", ""), items.formatted("></items>", "")),
        asked(
            items.formatted(" max_items='1'/>", ""),
            items.formatted("><item id='${any}'>…</item></items>", "")),
        asked(
            items.formatted("/>", "<set xmlns='http://jabber.org/protocol/rsm'><max>1</max></set>"),
            items.formatted(
                "><item id='${one}'>…</item></items>",
                "<set xmlns='http://jabber.org/protocol/rsm'>"
                    + "<first …>${one}</first><last>${one}</last><count>2</count></set>")),
        asked(
            items.formatted(
                "/>",
                "<set xmlns='http://jabber.org/protocol/rsm'>"
                    + "<max>1</max><after>${one}</after></set>"),
            items.formatted(
                "><item id='${two}'>…</item></items>",
                "<set xmlns='http://jabber.org/protocol/rsm'>"
                    + "<first …>${two}</first><last>${two}</last><count>2</count></set>")));
  }

  private static String asked(String question, String answer) {
    return """
    hag77 sends:
      <iq type='get' to='${channel}' id='a'>%s</iq>
    hag77 receives:
      <iq type='result' from='${channel}' to='${hag77.full}' id='a'>%s</iq>
    """
        .formatted(question, answer);
  }
}
