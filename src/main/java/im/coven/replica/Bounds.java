package im.coven.replica;

/// How much may be under way in a replica, and what it goes by.
///
/// @param waitingMax requests that wait for their turn
/// @param appendsMax appends on their way to the log at a time
/// @param trust what makes an entry part of the channel
public record Bounds(int waitingMax, int appendsMax, Trust trust) {

  /// What an entry is believed for.
  public enum Trust {
    /// It was published.
    HEARD,
    /// It was read, which says that it is as safe as was asked for. What is published says no more
    /// than that there is something to read.
    READ
  }
}
