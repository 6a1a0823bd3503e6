package im.coven.redis;

import im.coven.account.StoredText;
import im.coven.jid.Jid;
import im.coven.stanza.Stanza;
import im.coven.stream.Checkpoint.Change;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// What is kept of sessions so that they can be resumed anywhere (XEP-0198 §5).
///
/// `coven:{account}:resume:ID` is a hash: `w` the session entry's id of who owns the session, empty
/// while nobody does; `e` the owner's place; `g` how often it changed hands; `r` the resource; `u`
/// until when it can be taken, in milliseconds of Redis' clock, while nobody owns it; `l` and `lN`
/// stanzas that came for it meanwhile. The other fields are the owner's, who alone writes them. The
/// set `coven:parked` names the sessions without an owner, each with its time; it lies in another
/// slot, so it is written before the session is let go, and names some that are gone.
///
/// An entry's id is the resumption's and, after a dot, the generation. Every future fails with
/// {@link RedisUnavailable} when Redis cannot answer.
public final class ResumeStore {

  private static final Script SAVE = Script.named("resume-save");
  private static final Script TAKE = Script.named("resume-take");
  private static final Script EXPIRE = Script.named("resume-expire");
  private static final Script QUEUE = Script.named("resume-queue");
  private static final Script LATE = Script.named("resume-late");
  private static final Script CLOSE = Script.named("resume-close");
  private static final Script NOTE = Script.named("parked-note");
  private static final Script DUE = Script.named("parked-due");
  private static final Script FORGET = Script.named("parked-forget");

  /// What writing answers: the session is another's or gone, or is the writer's.
  private static final long FOREIGN = 0;

  private static final long SAVED = 1;

  /// Sessions that are handed out at once.
  private static final int DUE_MAX = 100;

  /// How long one that is handed out is left to the asker.
  private static final long IN_HAND_MS = 10_000;

  /// A session's address and the id of its entry.
  public record Named(Jid full, String entryId) {

    /// The id of the resumption; the whole id where the session cannot be resumed.
    public String id() {
      return idOf(entryId);
    }
  }

  /// How taking a session ended.
  public sealed interface Take {}

  /// It is not there, or not any more.
  public record Gone() implements Take {}

  /// It could have been resumed until a while ago; `inbound` is what it had taken by then.
  public record Late(String inbound) implements Take {}

  /// Another has it.
  public record Held(String place, String generation) implements Take {}

  /// It is the caller's, who goes on under `entryId`; `presence` is as the entry has it.
  public record Taken(Jid full, String entryId, String presence, Map<String, String> fields)
      implements Take {}

  private final RedisLink link;
  private final AccountKeys keys;

  public ResumeStore(RedisLink link) {
    this.link = link;
    this.keys = new AccountKeys(link.prefix());
  }

  /// The id of the resumption that an entry's id belongs to.
  public static String idOf(String entryId) {
    int dot = entryId.indexOf('.');
    return dot < 0 ? entryId : entryId.substring(0, dot);
  }

  /// Begins to keep a session.
  public Future<Void> open(Named session, String place, Change first) {
    var fields = new ArrayList<Object>();
    fields.addAll(List.of("w", session.entryId(), "e", place, "g", "0", "r"));
    fields.add(Objects.requireNonNull(session.full().resourcepart()));
    first
        .set()
        .forEach((field, value) -> {
          fields.add(field);
          fields.add(value);
        });
    return link.send(Command.HSET, key(session), fields.toArray()).mapEmpty();
  }

  /// Writes what the session has become; answers false when it is not the owner's any more.
  public Future<Boolean> save(Named session, Change change) {
    return save(session, change, "").map(saved -> saved == SAVED);
  }

  /// Writes what the session has become and lets go of it for so many seconds; answers false when
  /// it was not the owner's any more.
  public Future<Boolean> park(Named session, Change change, int seconds) {
    return note(session, seconds * 1000L)
        .compose(noted -> save(session, change, String.valueOf(seconds)))
        .map(saved -> saved == SAVED);
  }

  /// Lets go of a session whose owner is dead, for so many seconds; answers whether it waits to be
  /// resumed now.
  public Future<Boolean> release(Named session, int seconds) {
    return note(session, seconds * 1000L)
        .compose(noted -> save(session, Change.none(), String.valueOf(seconds)))
        .map(saved -> saved != FOREIGN);
  }

  private Future<Long> save(Named session, Change change, String seconds) {
    var args = new ArrayList<String>();
    args.add(session.entryId());
    args.add(seconds);
    args.add(String.valueOf(change.set().size()));
    change
        .set()
        .forEach((field, value) -> {
          args.add(field);
          args.add(value);
        });
    args.addAll(change.removed());
    return link.run(SAVE, List.of(key(session)), args).map(EntryFormat::number);
  }

  private Future<Void> note(Named session, long ms) {
    return link.run(NOTE, List.of(keys.parked()), List.of(member(session), ms)).mapEmpty();
  }

  /// Takes a session that nobody owns.
  public Future<Take> take(Jid account, String id, String place) {
    List<String> both = List.of(keys.resumption(account, id), keys.sessions(account));
    return link.run(TAKE, both, List.of(id, place))
        .map(answer ->
            switch (answer.get(0).toString()) {
              case "gone" -> new Gone();
              case "late" -> new Late(answer.get(1).toString());
              case "held" -> new Held(answer.get(1).toString(), answer.get(2).toString());
              default -> {
                Map<String, String> fields = AccountKeys.map(answer.get(3));
                Jid full = account.withResource(Objects.requireNonNull(fields.get("r")));
                yield new Taken(full, answer.get(1).toString(), answer.get(2).toString(), fields);
              }
            });
  }

  /// Keeps a stanza for a session that is not at the place of its entry. Answers the place where it
  /// is instead, `+` when the stanza is kept, `-` when it cannot be.
  public Future<String> queue(Named session, String place, Stanza stanza, int most) {
    return link.run(QUEUE, List.of(key(session)), List.of(StoredText.write(stanza), place, most))
        .map(Response::toString);
  }

  /// What was kept for a session, for its owner.
  public Future<List<Stanza>> late(Named session) {
    return link.run(LATE, List.of(key(session)), List.of(session.entryId()))
        .map(late -> late.stream().map(text -> StoredText.stanza(text.toString())).toList());
  }

  /// Forgets a session that its owner has ended.
  public Future<Void> close(Named session) {
    return link.run(CLOSE, List.of(key(session)), List.of(session.entryId())).mapEmpty();
  }

  /// Ends a session that nobody owns, whatever time it has left; answers its fields.
  public Future<Optional<Map<String, String>>> end(Named session) {
    return expire(session, "1");
  }

  /// Ends a session that nobody owns and whose time is over; answers its fields.
  public Future<Optional<Map<String, String>>> expire(Named session) {
    return expire(session, "0");
  }

  private Future<Optional<Map<String, String>>> expire(Named session, String anyhow) {
    return link.run(EXPIRE, List.of(key(session)), List.of(anyhow))
        .map(all -> all.size() == 0 ? Optional.empty() : Optional.of(AccountKeys.map(all)));
  }

  /// A session whose time may be over, handed out until `again`.
  public record Due(Named session, String again) {}

  /// Hands out sessions whose time is over, unless they were resumed.
  public Future<List<Due>> due() {
    return link.run(DUE, List.of(keys.parked()), List.of(DUE_MAX, IN_HAND_MS))
        .map(found -> {
          String again = found.get(0).toString();
          return found.stream()
              .skip(1)
              .map(member -> new Due(named(member.toString()), again))
              .toList();
        });
  }

  /// Takes one that was handed out off the set, unless it waits anew by now.
  public Future<Void> forget(Due due) {
    List<String> args = List.of(member(due.session()), due.again());
    return link.run(FORGET, List.of(keys.parked()), args).mapEmpty();
  }

  private String key(Named session) {
    return keys.resumption(session.full().bare(), session.id());
  }

  /// The id first: it holds no space, and a resource may.
  private static String member(Named session) {
    return session.id() + " " + session.full();
  }

  private static Named named(String member) {
    int space = member.indexOf(' ');
    return new Named(Jid.of(member.substring(space + 1)), member.substring(0, space));
  }
}
