package im.coven.channel;

import static im.coven.stanza.StanzaError.Condition.CONFLICT;
import static im.coven.stanza.StanzaError.Condition.NOT_ACCEPTABLE;

import im.coven.channel.ChannelRequest.UseNick;
import im.coven.channel.Decision.Accepted;
import im.coven.channel.Decision.Done;
import im.coven.channel.Decision.Refused;
import im.coven.channel.Decision.Settled;
import im.coven.channel.MiscRules.Nicknames;
import im.coven.jid.Jid;
import im.coven.jid.Nick;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What the registration of nicks with the service means to who asks a channel for one. See
/// XEP-0407 §3, XEP-0369 §7.1.4.
final class RegisteredNicks {

  private final Nicknames rule;

  RegisteredNicks(MiscRules rules) {
    this.rule = rules.nicks();
  }

  Nicknames rule() {
    return rule;
  }

  /// Why somebody gets no nick at all, whatever else holds in the channel.
  Optional<Refused> refusal(@Nullable String wanted, Jid asker, Registered registered) {
    if (rule == Nicknames.MANDATORY && registered.own() == null) {
      return Optional.of(
          new Refused(NOT_ACCEPTABLE.because("Register a nick with the service first")));
    }
    boolean another = registered.owner() != null && !asker.equals(registered.owner());
    return rule == Nicknames.OPTIONAL && isStated(wanted) && another
        ? Optional.of(new Refused(CONFLICT.because("The nick is registered")))
        : Optional.empty();
  }

  /// The nick that the wish comes down to; null where the channel may choose.
  @Nullable String nick(@Nullable String wanted, Registered registered) {
    return switch (rule) {
      case OFF -> wanted;
      case OPTIONAL -> isStated(wanted) ? wanted : registered.own();
      case MANDATORY -> registered.own();
    };
  }

  /// Somebody's registered nick is another one now: that holds for a participant who used it, and
  /// for all where no other is had.
  Decision use(Channel channel, UseNick use) {
    Optional<Participant> present = channel.participant(use.from());
    Optional<Nick> nick = Nick.of(use.nick());
    if (rule == Nicknames.OFF || present.isEmpty() || nick.isEmpty()) {
      return new Settled(new Done());
    }
    Participant before = present.get();
    boolean used = use.former() != null && use.former().equals(before.nick());
    if ((rule == Nicknames.OPTIONAL && !used) || use.nick().equals(before.nick())) {
      return new Settled(new Done());
    }
    return new Nicks(channel, rule).isTaken(nick.get(), use.from())
        ? new Refused(CONFLICT.because("The nick is taken"))
        : new Accepted(
            new ChannelEvent.Changed(before, before.withNick(nick.get().display())), new Done());
  }

  private static boolean isStated(@Nullable String nick) {
    return nick != null && !nick.isBlank();
  }
}
