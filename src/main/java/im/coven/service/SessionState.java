package im.coven.service;

import im.coven.account.RosterCodec.Annotation;
import im.coven.account.StoredText;
import im.coven.account.Wishes;
import im.coven.jid.Jid;
import im.coven.service.ClientSession.MixSupport;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What a session is besides its address and presence, where it is resumed.
///
/// @param interest how roster pushes are written; null where the client did not ask for the roster
/// @param rosterVersion the newest version of the roster that the client was sent
/// @param wishes what it wants to be sent beside what is addressed to it
/// @param readBlocked whether it asked for the block list
/// @param directed whom it sent presence to directly
record SessionState(
    @Nullable Annotation interest,
    long rosterVersion,
    MixSupport mixSupport,
    boolean usedMix,
    Wishes wishes,
    boolean readBlocked,
    Set<Jid> directed) {

  private static final String SEPARATOR = "\n";
  private static final int FIELDS = 7;

  SessionState {
    directed = Set.copyOf(directed);
  }

  static SessionState of(ClientSession session) {
    // What was asked of the client is answered to nobody: it is asked again.
    MixSupport support = session.mixSupport();
    return new SessionState(
        session.interest(),
        session.rosterVersion(),
        support == MixSupport.ASKED ? MixSupport.UNKNOWN : support,
        session.usedMix(),
        session.wishes(),
        session.readBlocked(),
        session.directed());
  }

  String write() {
    return StoredText.join(
        interest == null ? "" : interest.name(),
        String.valueOf(rosterVersion),
        mixSupport.name(),
        usedMix ? "1" : "0",
        wishes.write(),
        readBlocked ? "1" : "0",
        directed.stream().map(Jid::toString).sorted().collect(Collectors.joining(SEPARATOR)));
  }

  /// Reads [#write].
  static SessionState read(String text) {
    String[] fields = StoredText.fields(text, FIELDS);
    return new SessionState(
        fields[0].isEmpty() ? null : Annotation.valueOf(fields[0]),
        Long.parseLong(fields[1]),
        MixSupport.valueOf(fields[2]),
        fields[3].equals("1"),
        Wishes.read(fields[4]),
        fields[5].equals("1"),
        fields[6].isEmpty()
            ? Set.of()
            : Arrays.stream(fields[6].split(SEPARATOR, -1))
                .map(Jid::of)
                .collect(Collectors.toSet()));
  }
}
