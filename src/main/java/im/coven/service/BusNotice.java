package im.coven.service;

import im.coven.account.BlockList;
import im.coven.account.RosterItem;
import im.coven.account.StoredText;
import im.coven.jid.Jid;
import im.coven.stanza.Stanza;
import im.coven.stream.StreamError;
import im.coven.stream.StreamError.Condition;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// What one place tells another.
sealed interface BusNotice {

  /// What becomes of a stanza whose receiver is gone.
  enum Otherwise {
    /// Others have it too.
    DROP,
    /// Nobody else has it: treat it as addressed to an account without this resource.
    REROUTE
  }

  /// A stanza for a session.
  record Delivery(Jid receiver, Otherwise otherwise, Stanza stanza) implements BusNotice {}

  /// Why a session must end.
  enum Reason {
    /// A newer one has its resource.
    REPLACED,
    /// Its account was removed. See XEP-0077 §3.2.
    REMOVED,
    /// Its client goes on with it elsewhere.
    RESUMED;

    /// What its client is told.
    StreamError error() {
      return switch (this) {
        case REPLACED -> Condition.CONFLICT.because("Another session has the resource");
        case RESUMED -> Condition.CONFLICT.because("The session was resumed elsewhere");
        case REMOVED -> Condition.NOT_AUTHORIZED.because("The account was removed");
      };
    }
  }

  /// A session must end.
  record Eviction(Jid session, String id, Reason reason) implements BusNotice {}

  /// A client wants to resume a session that is here; `asker` is the place where it does.
  record Wanted(Jid account, String id, String asker) implements BusNotice {}

  /// A session that was wanted stays where it is.
  record Kept(Jid account, String id) implements BusNotice {}

  /// A roster item changed. Sent by the script `roster-change`, which knows this form.
  record RosterChange(Jid account, long version, RosterItem item) implements BusNotice {}

  /// Somebody was blocked, or is not any more. Sent by the script `block-change`, which knows this
  /// form.
  record BlockChange(Jid account, long version, BlockList.Change change) implements BusNotice {}

  /// The notice as text.
  static String write(BusNotice notice) {
    return switch (notice) {
      case Delivery(var receiver, var otherwise, var stanza) ->
          StoredText.join("D", receiver.toString(), otherwise.name(), StoredText.write(stanza));
      case Eviction(var session, var id, var reason) ->
          StoredText.join("X", session.toString(), id, reason.name());
      case Wanted(var account, var id, var asker) ->
          StoredText.join("W", account.toString(), id, asker);
      case Kept(var account, var id) -> StoredText.join("K", account.toString(), id);
      case BlockChange(var account, var version, var change) -> {
        var fields = new ArrayList<String>();
        fields.addAll(List.of("B", account.toString(), String.valueOf(version)));
        fields.add(change.blocks() ? "1" : "0");
        change.jids().forEach(jid -> fields.add(jid.toString()));
        yield StoredText.join(fields.toArray(String[]::new));
      }
      case RosterChange(var account, var version, var item) ->
          StoredText.join(
              "R",
              account.toString(),
              String.valueOf(version),
              item.jid().toString(),
              item.isVoid() ? "" : StoredText.write(item));
    };
  }

  /// Reads [#write].
  static BusNotice read(String text) {
    return switch (text.charAt(0)) {
      case 'D' -> {
        String[] fields = StoredText.fields(text, 4);
        yield new Delivery(
            Jid.of(fields[1]), Otherwise.valueOf(fields[2]), StoredText.stanza(fields[3]));
      }
      case 'X' -> {
        String[] fields = StoredText.fields(text, 4);
        yield new Eviction(Jid.of(fields[1]), fields[2], Reason.valueOf(fields[3]));
      }
      case 'W' -> {
        String[] fields = StoredText.fields(text, 4);
        yield new Wanted(Jid.of(fields[1]), fields[2], fields[3]);
      }
      case 'K' -> {
        String[] fields = StoredText.fields(text, 3);
        yield new Kept(Jid.of(fields[1]), fields[2]);
      }
      case 'B' -> {
        String[] fields = StoredText.fields(text, -1);
        Set<Jid> jids = Arrays.stream(fields).skip(4).map(Jid::of).collect(Collectors.toSet());
        yield new BlockChange(
            Jid.of(fields[1]),
            Long.parseLong(fields[2]),
            new BlockList.Change(fields[3].equals("1"), jids));
      }
      case 'R' -> {
        String[] fields = StoredText.fields(text, 5);
        Jid contact = Jid.of(fields[3]);
        RosterItem item =
            fields[4].isEmpty() ? RosterItem.unknown(contact) : StoredText.item(contact, fields[4]);
        yield new RosterChange(Jid.of(fields[1]), Long.parseLong(fields[2]), item);
      }
      default -> throw new IllegalArgumentException("unknown notice");
    };
  }
}
