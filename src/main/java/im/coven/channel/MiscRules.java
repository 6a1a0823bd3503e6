package im.coven.channel;

import java.time.Duration;

/// What a service offers of XEP-0407, each by itself. Sharing and the conversion of a conversation
/// are plain messages and need no rule.
///
/// @param retraction whether messages can be retracted (default true)
/// @param retractionAge how old a message may be that is retracted; zero is any age (default zero)
/// @param avatarBytesMax the size of a channel's avatar, 0 where channels have none (default 65
///   536)
/// @param invitation how long an invitation is good, zero where none are given (default 7 days)
/// @param nicks whether nicks are registered with the service (default OFF)
public record MiscRules(
    boolean retraction,
    Duration retractionAge,
    int avatarBytesMax,
    Duration invitation,
    Nicknames nicks) {

  public static final MiscRules DEFAULT =
      new MiscRules(true, Duration.ZERO, 65_536, Duration.ofDays(7), Nicknames.OFF);

  /// None of it.
  public static final MiscRules NOTHING =
      new MiscRules(false, Duration.ZERO, 0, Duration.ZERO, Nicknames.OFF);

  /// What the registration of nicks means to the channels. See XEP-0407 §3.
  public enum Nicknames {
    /// There is none.
    OFF,
    /// Nobody else gets a registered nick; its owner has it where it asks for no other.
    OPTIONAL,
    /// Who takes part has a registered nick, and no other.
    MANDATORY
  }
}
