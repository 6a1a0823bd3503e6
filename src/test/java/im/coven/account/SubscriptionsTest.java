package im.coven.account;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import im.coven.jid.Jid;
import im.coven.stanza.Presence;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// The tables of RFC 6121 appendix A, row by row. A state is a subscription with `+out` for a
/// request that is on its way and `+in` for one that waits for the user.
class SubscriptionsTest {
  private static final Jid CONTACT = Jid.of("nurse@capulet.example");
  private static final Jid USER = Jid.of("juliet@capulet.example");

  @Test
  @Requirement("ROSTER-008")
  void subscribeSent() {
    outbound(
        Presence.Type.SUBSCRIBE,
        """
        none          passes  none+out
        none+out      passes  none+out
        none+in       passes  none+out+in
        none+out+in   passes  none+out+in
        to            passes  to
        to+in         passes  to+in
        from          passes  from+out
        from+out      passes  from+out
        both          passes  both
        """);
  }

  @Test
  @Requirement("ROSTER-013")
  void unsubscribeSent() {
    outbound(
        Presence.Type.UNSUBSCRIBE,
        """
        none          passes  none
        none+out      passes  none
        none+in       passes  none+in
        none+out+in   passes  none+in
        to            passes  none
        to+in         passes  none+in
        from          passes  from
        from+out      passes  from
        both          passes  from
        """);
  }

  @Test
  @Requirement("ROSTER-010")
  void subscribedSent() {
    outbound(
        Presence.Type.SUBSCRIBED,
        """
        none          stops   none
        none+out      stops   none+out
        none+in       passes  from
        none+out+in   passes  from+out
        to            stops   to
        to+in         passes  both
        from          stops   from
        from+out      stops   from+out
        both          stops   both
        """);
  }

  @Test
  @Requirement("ROSTER-012")
  void unsubscribedSent() {
    outbound(
        Presence.Type.UNSUBSCRIBED,
        """
        none          stops   none
        none+out      stops   none+out
        none+in       passes  none
        none+out+in   passes  none+out
        to            stops   to
        to+in         passes  to
        from          passes  none
        from+out      passes  none+out
        both          passes  to
        """);
  }

  @Test
  @Requirement("ROSTER-009")
  void subscribeReceived() {
    inbound(
        Presence.Type.SUBSCRIBE,
        """
        none          passes  none+in
        none+out      passes  none+out+in
        none+in       stops   none+in
        none+out+in   stops   none+out+in
        to            passes  to+in
        to+in         stops   to+in
        from          grants  from
        from+out      grants  from+out
        both          grants  both
        """);
  }

  @Test
  void unsubscribeReceived() {
    inbound(
        Presence.Type.UNSUBSCRIBE,
        """
        none          stops   none
        none+out      stops   none+out
        none+in       passes  none
        none+out+in   passes  none+out
        to            stops   to
        to+in         passes  to
        from          passes  none
        from+out      passes  none+out
        both          passes  to
        """);
  }

  @Test
  @Requirement("ROSTER-011")
  void subscribedReceived() {
    inbound(
        Presence.Type.SUBSCRIBED,
        """
        none          stops   none
        none+out      passes  to
        none+in       stops   none+in
        none+out+in   passes  to+in
        to            stops   to
        to+in         stops   to+in
        from          stops   from
        from+out      passes  both
        both          stops   both
        """);
  }

  @Test
  void unsubscribedReceived() {
    inbound(
        Presence.Type.UNSUBSCRIBED,
        """
        none          stops   none
        none+out      passes  none
        none+in       stops   none+in
        none+out+in   passes  none+in
        to            passes  none
        to+in         passes  none+in
        from          stops   from
        from+out      passes  from
        both          passes  from
        """);
  }

  @Test
  @Requirement("ROSTER-014")
  void aRequestThatWasApprovedBeforeIsGrantedAtOnce() {
    RosterItem approved = Subscriptions.outbound(state("none"), Presence.Type.SUBSCRIBED).item();
    assertThat(approved.approved()).isTrue();
    assertThat(approved.listed()).isTrue();
    var step = Subscriptions.inbound(approved, from(Presence.Type.SUBSCRIBE));
    assertThat(step.granted()).isTrue();
    assertThat(step.passes()).isFalse();
    assertThat(text(step.item())).isEqualTo("from");
  }

  @Test
  void whoOnlyAskedIsNotListed() {
    var step = Subscriptions.inbound(state("none"), from(Presence.Type.SUBSCRIBE));
    assertThat(step.item().listed()).isFalse();
    assertThat(step.item().isVoid()).isFalse();
    assertThat(Subscriptions.outbound(step.item(), Presence.Type.UNSUBSCRIBED).item().isVoid())
        .isTrue();
  }

  private static void outbound(Presence.Type type, String table) {
    check(table, before -> Subscriptions.outbound(before, type));
  }

  private static void inbound(Presence.Type type, String table) {
    check(table, before -> Subscriptions.inbound(before, from(type)));
  }

  private interface Rule {
    Subscriptions.Step apply(RosterItem before);
  }

  private static void check(String table, Rule rule) {
    var expected = new ArrayList<List<String>>();
    var actual = new ArrayList<List<String>>();
    table
        .lines()
        .map(line -> List.of(line.strip().split("\\s+")))
        .forEach(row -> {
          var step = rule.apply(state(row.getFirst()));
          String effect = step.granted() ? "grants" : step.passes() ? "passes" : "stops";
          expected.add(row);
          actual.add(List.of(row.getFirst(), effect, text(step.item())));
        });
    assertThat(expected).hasSize(9);
    assertThat(actual).isEqualTo(expected);
  }

  private static Presence from(Presence.Type type) {
    return Presence.bare(CONTACT, USER, type);
  }

  private static RosterItem state(String text) {
    String[] parts = text.split("\\+");
    List<String> flags = List.of(parts);
    @Nullable Presence request = flags.contains("in") ? from(Presence.Type.SUBSCRIBE) : null;
    Subscription subscription = Subscription.valueOf(parts[0].toUpperCase(Locale.ROOT));
    boolean ask = flags.contains("out");
    boolean listed = ask || subscription != Subscription.NONE;
    return new RosterItem(CONTACT, listed, "", List.of(), subscription, ask, false, request, null);
  }

  private static String text(RosterItem item) {
    return item.subscription().wire()
        + (item.ask() ? "+out" : "")
        + (item.request() == null ? "" : "+in");
  }
}
