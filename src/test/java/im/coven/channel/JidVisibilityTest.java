package im.coven.channel;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JidVisibilityTest {

  /// What a preference comes to in each kind of channel: the JID is shown, it is hidden, or nobody
  /// who insists on that can take part.
  @ParameterizedTest
  @Requirement("ANON-02-003")
  @Requirement("ANON-02-004")
  @Requirement("ANON-02-006")
  @Requirement("ANON-02-007")
  @Requirement("ANON-02-008")
  @Requirement("ANON-02-009")
  @Requirement("ANON-03-003")
  @CsvSource(
      useHeadersInDisplayName = true,
      textBlock =
          """
          preference, visible, maybe visible, hidden
          default,    shown,   hidden,        hidden
          prefer not, shown,   hidden,        hidden
          prefer,     shown,   shown,         hidden
          never,      out,     hidden,        hidden
          always,     shown,   shown,         out
          """)
  void aPreferenceHoldsAsFarAsTheChannelPermits(
      String preference, String visible, String maybeVisible, String hidden) {
    var preferences = new Preferences(Map.of(Preference.JID_VISIBILITY, preference));
    assertThat(outcome(JidVisibility.VISIBLE, preferences)).isEqualTo(visible);
    assertThat(outcome(JidVisibility.MAYBE_VISIBLE, preferences)).isEqualTo(maybeVisible);
    assertThat(outcome(JidVisibility.HIDDEN, preferences)).isEqualTo(hidden);
  }

  private static String outcome(JidVisibility visibility, Preferences preferences) {
    if (!visibility.agreesWith(preferences)) {
      return "out";
    }
    return visibility.shows(preferences) ? "shown" : "hidden";
  }
}
