package im.coven.conversation;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.client.Walkthrough.Dialect;
import im.coven.conformance.Requirement;
import im.coven.script.Bindings;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What a script cannot say of names and ids that a channel makes.
class ChannelsIT {

  @RegisterExtension private static final Theatre THEATRE = new Theatre();

  @Test
  @Requirement("CORE-07-088")
  void theNameOfAnAdHocChannelCannotBeGuessed() {
    Bindings bindings =
        THEATRE.play(
            Dialect.CORE_1,
            Acts.WITCHES,
            """
            hag66 sends:
              <iq type='set' to='${mix}' id='c'><create xmlns='${core}'/></iq>
            hag66 receives:
              <iq type='result' from='${mix}' to='${hag66.full}' id='c'>
                <create xmlns='${core}' channel='${secret}'/>
              </iq>
            hag66 sends:
              <iq type='set' to='${mix}' id='d'><destroy xmlns='${core}' channel='${secret}'/></iq>
            hag66 receives:
              <iq type='result' id='d' …/>
            """);
    assertThat(bindings.value("secret").orElseThrow()).hasSizeGreaterThanOrEqualTo(16);
  }

  @Test
  @Requirement("CORE-04-036")
  @Requirement("CORE-04-037")
  void theIdsOfTheInfoAreTimesInTheirOrder() {
    Bindings bindings =
        THEATRE.play(
            Dialect.CORE_1,
            Acts.WITCHES,
            Acts.CREATED,
            published("first"),
            published("second"),
            published("third"));
    List<String> ids =
        Stream.of("first", "second", "third")
            .map(name -> bindings.value(name).orElseThrow())
            .toList();
    assertThat(ids)
        .isSorted()
        .doesNotHaveDuplicates()
        .allSatisfy(id -> assertThat(Instant.parse(id)).isNotNull());
  }

  private static String published(String id) {
    return """
    hag66 publishes the info <field var='Name'><value>%1$s</value></field>
    hag66 receives:
      <iq type='result' from='${channel}' to='${hag66.full}' id='publish'>
        <pubsub xmlns='http://jabber.org/protocol/pubsub'>
          <publish node='urn:xmpp:mix:nodes:info'><item id='${%1$s}'/></publish>
        </pubsub>
      </iq>
    """
        .formatted(id);
  }
}
