package im.coven.service;

import im.coven.conformance.Requirement;
import im.coven.service.AccountStage.Spread;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Personal nodes, and bookmarks on them. See XEP-0163, XEP-0402, XEP-0049.
class PepIT {

  /// A client says what it wants by its capabilities, and is asked once what they mean.
  private static String wants(String who, String ver, String... nodes) {
    var features = new StringBuilder();
    for (String node : nodes) {
      features.append("<feature var='").append(node).append("+notify'/>");
    }
    return """
    %1$s sends:
      <presence>
        <c xmlns='http://jabber.org/protocol/caps' hash='sha-1' node='urn:x' ver='%2$s'/>
      </presence>
    %1$s receives:
      <iq type='get' from='${%1$s}' id='${asked-%1$s}' …>
        <query xmlns='http://jabber.org/protocol/disco#info' node='urn:x#%2$s'/>
      </iq>
    %1$s sends:
      <iq type='result' id='${asked-%1$s}' to='${%1$s}'>
        <query xmlns='http://jabber.org/protocol/disco#info' node='urn:x#%2$s'>
          <identity category='client' type='pc'/>%3$s
        </query>
      </iq>
      <iq type='get' id='settled'><ping xmlns='urn:xmpp:ping'/></iq>
    %1$s receives:
      <iq type='result' id='settled' …/>
    """
        .formatted(who, ver, features);
  }

  private static final String CAST =
      """
      [client] juliet juliet@capulet.example/balcony
      [client] chamber juliet@capulet.example/chamber
      [client] pocket juliet@capulet.example/pocket
      [client] romeo romeo@capulet.example/orchard
      juliet connects
      chamber connects
      pocket connects
      romeo connects
      everybody ignores:
        <presence …>…</presence>
      """
              .replace("capulet.example", AccountStage.DOMAIN)
          + wants("juliet", "one", "urn:xmpp:bookmarks:1")
          + wants("chamber", "one", "urn:xmpp:bookmarks:1")
          + wants("pocket", "two", "urn:xmpp:avatar:metadata")
          + wants("romeo", "one", "urn:xmpp:bookmarks:1");

  private static final String OPTIONS =
      """
      <publish-options>
        <x xmlns='jabber:x:data' type='submit'>
          <field var='FORM_TYPE' type='hidden'>
            <value>http://jabber.org/protocol/pubsub#publish-options</value>
          </field>
          <field var='pubsub#persist_items'><value>true</value></field>
          <field var='pubsub#max_items'><value>max</value></field>
          <field var='pubsub#send_last_published_item'><value>never</value></field>
          <field var='pubsub#access_model'><value>whitelist</value></field>
        </x>
      </publish-options>
      """;

  private static final String CONFERENCE =
      """
      <conference xmlns='urn:xmpp:bookmarks:1' name='The Play&apos;s' autojoin='true'>
        <nick>JC</nick>
        <extensions><state xmlns='http://myclient.example/bookmark/state' minimized='true'/>\
      </extensions>
      </conference>
      """;

  private static String publishes(String who, String id, String room, String payload) {
    return """
    %1$s sends:
      <iq type='set' id='%2$s'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:bookmarks:1'><item id='%3$s'>%4$s</item></publish>
          %5$s
        </pubsub>
      </iq>
    """
        .formatted(who, id, room, payload, OPTIONS);
  }

  private static String hears(String who, String content) {
    return """
    %1$s receives:
      <message type='headline' from='${%1$s}' to='${%1$s.full}'>
        <event xmlns='http://jabber.org/protocol/pubsub#event'>
          <items node='urn:xmpp:bookmarks:1'>%2$s</items>
        </event>
      </message>
    """
        .formatted(who, content);
  }

  private static String reads(String who, String items) {
    return """
    %1$s sends:
      <iq type='get' id='r'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:bookmarks:1'/>
        </pubsub>
      </iq>
    %1$s receives:
      <iq type='result' id='r' …>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <items node='urn:xmpp:bookmarks:1'>%2$s</items>
        </pubsub>
      </iq>
    """
        .formatted(who, items);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-066")
  @Requirement("C2S-067")
  @Requirement("C2S-070")
  void bookmarksAreKeptAsTheyAreAndAllOwnClientsThatWantThemAreTold(Spread spread) {
    String item = "<item id='play@chat.example'>" + CONFERENCE + "</item>";
    AccountStage.perform(
        spread,
        CAST
            + publishes("pocket", "p1", "play@chat.example", CONFERENCE)
            + """
            pocket receives:
              <iq type='result' id='p1' …>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <publish node='urn:xmpp:bookmarks:1'><item id='play@chat.example'/></publish>
                </pubsub>
              </iq>
            """
            + hears("juliet", item)
            + hears("chamber", item)
            + reads("juliet", item)
            + publishes("juliet", "p2", "orchard@chat.example", CONFERENCE)
            + hears("chamber", "<item id='orchard@chat.example'>" + CONFERENCE + "</item>")
            + """
            juliet receives in any order:
              <message type='headline' …>…</message>
              <iq type='result' id='p2' …>…</iq>
            """
            + reads("chamber", item + item.replace("play@", "orchard@"))
            + """
            chamber sends:
              <iq type='set' id='x1'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <retract node='urn:xmpp:bookmarks:1' notify='true'>
                    <item id='play@chat.example'/>
                  </retract>
                </pubsub>
              </iq>
            """
            + hears("juliet", "<retract id='play@chat.example'/>")
            + """
            chamber receives in any order:
              <message type='headline' …>…</message>
              <iq type='result' id='x1' …/>
            """
            + reads("juliet", item.replace("play@", "orchard@"))
            + """
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-066")
  @Requirement("C2S-068")
  void whatIsNotAsItsPublisherThinksTakesNothing(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + """
            pocket sends:
              <iq type='set' id='c1'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <create node='urn:xmpp:bookmarks:1'/>
                </pubsub>
              </iq>
            pocket receives:
              <iq type='result' id='c1' …/>
            """
            + publishes("pocket", "p1", "play@chat.example", CONFERENCE)
            + """
            pocket receives:
              <iq type='error' id='p1' …>
                <error type='cancel'>
                  <conflict xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/>
                  <precondition-not-met xmlns='http://jabber.org/protocol/pubsub#errors'/>
                </error>
              </iq>
            """
            + reads("pocket", "")
            + """
            pocket sends:
              <iq type='set' id='c2'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub#owner'>
                  <configure node='urn:xmpp:bookmarks:1'>
                    <x xmlns='jabber:x:data' type='submit'>
                      <field var='FORM_TYPE' type='hidden'>
                        <value>http://jabber.org/protocol/pubsub#node_config</value>
                      </field>
                      <field var='pubsub#max_items'><value>max</value></field>
                      <field var='pubsub#send_last_published_item'><value>never</value></field>
                      <field var='pubsub#access_model'><value>whitelist</value></field>
                    </x>
                  </configure>
                </pubsub>
              </iq>
            pocket receives:
              <iq type='result' id='c2' …/>
            """
            + publishes("pocket", "p2", "play@chat.example", CONFERENCE)
            + """
            pocket receives:
              <iq type='result' id='p2' …>…</iq>
            romeo sends:
              <iq type='get' id='o1' to='${juliet}'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <items node='urn:xmpp:bookmarks:1'/>
                </pubsub>
              </iq>
            romeo is refused with not-allowed (cancel)
            romeo sends:
              <iq type='set' id='o2' to='${juliet}'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <retract node='urn:xmpp:bookmarks:1'><item id='play@chat.example'/></retract>
                </pubsub>
              </iq>
            romeo is refused with forbidden (auth)
            pocket sends:
              <iq type='set' id='s1'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <subscribe node='urn:xmpp:bookmarks:1' jid='${juliet}'/>
                </pubsub>
              </iq>
            pocket is refused with feature-not-implemented (cancel)
            pocket sends:
              <iq type='set' id='s2'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <retract node='urn:xmpp:bookmarks:1'><item id='nothing'/></retract>
                </pubsub>
              </iq>
            pocket is refused with item-not-found (cancel)
            pocket sends:
              <iq type='get' id='s3'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'><items node='nothing'/></pubsub>
              </iq>
            pocket is refused with item-not-found (cancel)
            romeo receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-069")
  void olderClientsHaveTheSameBookmarks(Spread spread) {
    AccountStage.perform(
        spread,
        CAST
            + publishes("pocket", "p1", "play@chat.example", CONFERENCE)
            + """
            pocket receives:
              <iq type='result' id='p1' …>…</iq>
            juliet receives:
              <message type='headline' …>…</message>
            chamber receives:
              <message type='headline' …>…</message>
            pocket sends:
              <iq type='get' id='g1'>
                <query xmlns='jabber:iq:private'><storage xmlns='storage:bookmarks'/></query>
              </iq>
            pocket receives:
              <iq type='result' id='g1' …>
                <query xmlns='jabber:iq:private'>
                  <storage xmlns='storage:bookmarks'>
                    <conference jid='play@chat.example' name='The Play&apos;s' autojoin='true'>
                      <nick>JC</nick>
                    </conference>
                  </storage>
                </query>
              </iq>
            pocket sends:
              <iq type='set' id='g2'>
                <query xmlns='jabber:iq:private'>
                  <storage xmlns='storage:bookmarks'>
                    <conference jid='play@chat.example' name='The Play&apos;s' autojoin='true'>
                      <nick>JC</nick>
                    </conference>
                    <conference jid='orchard@chat.example'/>
                  </storage>
                </query>
              </iq>
            pocket receives:
              <iq type='result' id='g2' …/>
            juliet receives:
              <message type='headline' …>
                <event xmlns='http://jabber.org/protocol/pubsub#event'>
                  <items node='urn:xmpp:bookmarks:1'>
                    <item id='orchard@chat.example'><conference xmlns='urn:xmpp:bookmarks:1'/></item>
                  </items>
                </event>
              </message>
            chamber receives:
              <message type='headline' …>…</message>
            pocket sends:
              <iq type='set' id='g3'>
                <query xmlns='jabber:iq:private'>
                  <storage xmlns='storage:bookmarks'>
                    <conference jid='orchard@chat.example'/>
                  </storage>
                </query>
              </iq>
            pocket receives:
              <iq type='result' id='g3' …/>
            """
            + hears("juliet", "<retract id='play@chat.example'/>")
            + hears("chamber", "<retract id='play@chat.example'/>")
            + """
            pocket sends:
              <iq type='set' id='g4'>
                <query xmlns='jabber:iq:private'><prefs xmlns='my:app'><deep/></prefs></query>
              </iq>
              <iq type='get' id='g5'>
                <query xmlns='jabber:iq:private'><prefs xmlns='my:app'/></query>
              </iq>
              <iq type='get' id='g6'>
                <query xmlns='jabber:iq:private'><none xmlns='my:app'/></query>
              </iq>
              <iq type='get' id='g7'><query xmlns='jabber:iq:private'/></iq>
            pocket receives:
              <iq type='result' id='g4' …/>
              <iq type='result' id='g5' …>
                <query xmlns='jabber:iq:private'><prefs xmlns='my:app'><deep/></prefs></query>
              </iq>
              <iq type='result' id='g6' …>
                <query xmlns='jabber:iq:private'><none xmlns='my:app'/></query>
              </iq>
              <iq type='error' id='g7' …>…</iq>
            everybody receives nothing
            """);
  }

  @ParameterizedTest
  @EnumSource
  @Requirement("C2S-067")
  void whoSeesTheAccountsPresenceHasItsNewsAndItsLastOnes(Spread spread) {
    String avatar =
        """
        <message type='headline' from='${juliet}' to='${%s.full}'>
          <event xmlns='http://jabber.org/protocol/pubsub#event'>
            <items node='urn:xmpp:avatar:metadata'>
              <item id='111f4b3c'>
                <metadata xmlns='urn:xmpp:avatar:metadata'>
                  <info id='111f4b3c' bytes='1' type='image/png'/>
                </metadata>
              </item>
            </items>
          </event>
        </message>
        """;
    AccountStage.perform(
        spread,
        BlockingIT.FRIENDS
            + """
            everybody ignores:
              <presence …>…</presence>
            [client] street romeo@shakespeare.example/street
            [client] tybalt tybalt@shakespeare.example/tomb
            tybalt connects
            tybalt ignores:
              <presence …>…</presence>
            """
            + wants("romeo", "two", "urn:xmpp:avatar:metadata")
            + wants("tybalt", "two", "urn:xmpp:avatar:metadata")
            + """
            juliet sends:
              <iq type='set' id='p1'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <publish node='urn:xmpp:avatar:metadata'>
                    <item id='111f4b3c'>
                      <metadata xmlns='urn:xmpp:avatar:metadata'>
                        <info id='111f4b3c' bytes='1' type='image/png'/>
                      </metadata>
                    </item>
                  </publish>
                </pubsub>
              </iq>
            juliet receives:
              <iq type='result' id='p1' …>…</iq>
            romeo receives:
            """
            + avatar.formatted("romeo").indent(2)
            + """
            street connects
            street ignores:
              <presence …>…</presence>
            """
            + wants("street", "two", "urn:xmpp:avatar:metadata")
            + """
            street receives:
            """
            + avatar.formatted("street").indent(2)
            + """
            romeo sends:
              <iq type='get' id='r1' to='${juliet}'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <items node='urn:xmpp:avatar:metadata' max_items='1'/>
                </pubsub>
              </iq>
            romeo receives:
              <iq type='result' id='r1' …>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <items node='urn:xmpp:avatar:metadata'><item id='111f4b3c'>…</item></items>
                </pubsub>
              </iq>
            tybalt sends:
              <iq type='get' id='r2' to='${juliet}'>
                <pubsub xmlns='http://jabber.org/protocol/pubsub'>
                  <items node='urn:xmpp:avatar:metadata'/>
                </pubsub>
              </iq>
            tybalt is refused with not-authorized (auth)
            everybody receives nothing
            """);
  }

  @Test
  @Requirement("C2S-049")
  void theAccountSaysWhatItOffers() {
    var domains = Set.of(AccountStage.DOMAIN);
    var settings =
        new AccountSettings(
            domains,
            9,
            9,
            9,
            AccountSettings.Resuming.DEFAULT,
            AccountSettings.Archive.DEFAULT,
            AccountSettings.Personal.DEFAULT,
            9999);
    try (var stage = AccountStage.open(Spread.ONE_LOOP, settings)) {
      stage.play(
          """
          [client] juliet juliet@shakespeare.example/balcony
          juliet connects
          juliet sends:
            <iq type='get' id='d1' to='${juliet}'>
              <query xmlns='http://jabber.org/protocol/disco#info'/>
            </iq>
          juliet receives:
            <iq type='result' id='d1' …>
              <query xmlns='http://jabber.org/protocol/disco#info'>
                <identity category='account' type='registered'/>
                <identity category='pubsub' type='pep'/>
                <feature var='urn:xmpp:mam:2'/>
                <feature var='urn:xmpp:carbons:2'/>
                <feature var='urn:xmpp:mix:pam:2'/>
                <feature var='urn:xmpp:bookmarks:1#compat'/>
                …
              </query>
            </iq>
          """);
    }
  }
}
