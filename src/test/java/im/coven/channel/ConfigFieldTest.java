package im.coven.channel;

import static org.assertj.core.api.Assertions.assertThat;

import im.coven.conformance.Requirement;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// The fields of a channel's configuration as they stand in XEP-0406 §2.4.
class ConfigFieldTest {

  private static final List<String> STANDARD =
      List.of(
          "Last Change Made By",
          "Owner",
          "Administrator",
          "End of Life",
          "Nodes Present",
          "Messages Node Subscription",
          "Presence Node Subscription",
          "Participants Node Subscription",
          "Information Node Subscription",
          "Allowed Node Subscription",
          "Banned Node Subscription",
          "Configuration Node Access",
          "Information Node Update Rights",
          "Avatar Nodes Update Rights",
          "Open Presence",
          "Participants Must Provide Presence",
          "User Message Retraction",
          "Administrator Message Retraction Rights",
          "Participation Addition by Invitation from Participant",
          "Private Messages",
          "Mandatory Nicks");

  /// What the table does not have, although its own examples do, is who sees JIDs (H34); no field
  /// of the table says that.
  @Test
  @Requirement("ADMIN-02-023")
  void whatIsNotStandardSaysNothingThatAStandardFieldSays() {
    List<String> names = Arrays.stream(ConfigField.values()).map(ConfigField::field).toList();
    Set<String> own = new HashSet<>(names);
    assertThat(own).as("no name twice").hasSameSizeAs(names);
    assertThat(names).containsAll(STANDARD);
    own.removeAll(STANDARD);
    assertThat(own).containsExactly("JID Visibility");
    assertThat(STANDARD).noneMatch(name -> name.contains("Visibility"));
  }
}
