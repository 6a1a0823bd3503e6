package im.coven.channel;

import im.coven.channel.MiscRules.Nicknames;
import im.coven.jid.Jid;
import im.coven.jid.Nick;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Which nicks are free in a channel, but for those given away meanwhile. See XEP-0369 §7.1.5.
final class Nicks {

  private final Channel channel;
  private final Nicknames rule;
  private final Set<String> given = new HashSet<>();

  Nicks(Channel channel, Nicknames rule) {
    this.channel = channel;
    this.rule = rule;
  }

  /// Whether another than the asker has the nick.
  boolean isTaken(Nick nick, Jid asker) {
    return given.contains(nick.key())
        || channel.holder(nick).filter(holder -> !holder.jid().equals(asker)).isPresent();
  }

  /// The nick that the channel chooses: the localpart, with a number where that is taken. Where the
  /// JID is hidden it tells nothing of it, and where nicks are registered it is nobody's.
  Optional<Nick> choose(Participant participant, boolean jidShown) {
    String base = participant.jid().localpart();
    String stem = base == null ? participant.jid().domainpart() : base;
    boolean speaks = jidShown && rule == Nicknames.OFF;
    for (int n = 1; speaks && n <= channel.participants().size() + 1; n++) {
      Optional<Nick> nick = Nick.of(n == 1 ? stem : stem + " " + n);
      if (nick.isPresent() && !isTaken(nick.get(), participant.jid())) {
        given.add(nick.get().key());
        return nick;
      }
    }
    return Nick.of(participant.id());
  }
}
