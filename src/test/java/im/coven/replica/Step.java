package im.coven.replica;

/// One choice of the adversary: what happens next, at which instance, and which of several. What
/// cannot happen then does not.
record Step(Kind kind, int instance, int which) {

  enum Kind {
    /// A participant sends a message.
    PUBLISH,
    /// A participant takes a nick that nobody else ever takes.
    RENAME,
    /// Somebody joins, under a nick that nobody else ever takes.
    JOIN,
    LEAVE,
    LOOK,
    /// The owner destroys the channel.
    DESTROY,
    /// The channel is made, if it is not there.
    CREATE,
    /// Redis carries out the instance's next command.
    EXECUTE,
    /// The instance gets the next answer.
    ANSWER,
    /// The instance hears what was published next.
    HEAR,
    /// The instance hears something again.
    HEAR_AGAIN,
    /// What was published next is lost, and nobody notices.
    DROP,
    /// The instance's commands break off; what Redis has not carried out by then it never does.
    CUT_COMMANDS,
    /// They break off, and Redis still carries out later what lies in its socket.
    CUT_COMMANDS_LATE,
    /// Redis carries out the next of what an instance left in a socket.
    EXECUTE_LATE,
    CONNECT_COMMANDS,
    CUT_PUB_SUB,
    CONNECT_PUB_SUB,
    /// Redis is killed, and comes back without its last writes.
    LOSE,
    /// Redis begins or ceases to refuse writes.
    REFUSE,
    /// One of the instance's timers fires.
    TIMER,
    /// The askers' patience ends.
    EXPIRE,
    /// The instance is killed, and another is in its place.
    CRASH,
    /// The replica goes, as nobody needs it.
    IDLE
  }

  @Override
  public String toString() {
    return kind + " " + instance + "/" + which;
  }
}
