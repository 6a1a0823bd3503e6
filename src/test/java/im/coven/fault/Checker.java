package im.coven.fault;

import im.coven.fault.Testimony.Heard;
import im.coven.fault.Testimony.Stream;
import im.coven.fault.Testimony.Told;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Decides from what the members saw, and from the archive, whether the channel kept its word.
///
/// What was accepted is in the archive, once. What was refused is nowhere. What a stream delivers
/// is a piece of the archive without a hole, which makes the order the same for all. What a member
/// holds in the end is the archive from its first message on. Nobody is left without an answer on a
/// stream that did not break. No two participants share a nick.
final class Checker {

  private final List<Heard> archive;
  private final Map<Heard, Integer> places = new HashMap<>();
  private final Set<String> stored = new HashSet<>();
  private final List<String> faults = new ArrayList<>();

  private Checker(List<Heard> archive) {
    this.archive = archive;
  }

  /// Every fault, as a sentence that names whom and what it concerns; none where all is well.
  static List<String> faults(List<Testimony> members, List<Heard> archive, List<String> nicks) {
    var checker = new Checker(archive);
    checker.checkArchive();
    for (Testimony member : members) {
      for (int i = 0; i < member.streams().size(); i++) {
        String where = member.who() + "'s stream " + (i + 1);
        checker.checkAnswers(where, member.streams().get(i));
        checker.checkDeliveries(where, member.streams().get(i).heard());
      }
      checker.checkTimeline(member);
    }
    checker.checkRefusals(members);
    checker.checkNicks(nicks);
    return checker.faults;
  }

  private void checkArchive() {
    var ids = new HashSet<String>();
    for (int i = 0; i < archive.size(); i++) {
      Heard message = archive.get(i);
      places.put(message, i);
      if (!ids.add(message.id())) {
        faults.add("doubled: the archive has the id " + message.id() + " twice");
      }
      if (!stored.add(message.text())) {
        faults.add("doubled: the archive has " + message.text() + " twice");
      }
    }
  }

  private void checkAnswers(String where, Stream stream) {
    stream
        .sent()
        .forEach((text, told) -> {
          if (told.isEmpty() && !stream.isBroken()) {
            faults.add("silence: " + where + " was never told of " + text);
          } else if (told.filter(Told.ACCEPTED::equals).isPresent() && !stored.contains(text)) {
            faults.add("lost: " + text + " was accepted and is not in the archive");
          }
        });
    stream
        .contradicted()
        .forEach(text -> faults.add("contradicted: " + where + " was told of " + text + " twice"));
  }

  private void checkDeliveries(String where, List<Heard> heard) {
    int reached = -1;
    for (Heard message : heard) {
      Integer place = places.get(message);
      if (place == null) {
        faults.add("invented: " + where + " got " + message + ", which the archive has not");
        continue;
      }
      if (reached >= 0 && place > reached + 1) {
        faults.add("skipped: " + where + " did not get what is before " + message);
      } else if (place == reached) {
        faults.add("doubled: " + where + " got " + message + " twice");
      } else if (place < reached) {
        faults.add("reordered: " + where + " got " + message + " too late or again");
      }
      reached = place;
    }
  }

  private void checkTimeline(Testimony member) {
    List<Heard> held = member.timeline();
    if (held.isEmpty()) {
      return;
    }
    int from = places.getOrDefault(held.getFirst(), 0);
    List<Heard> due = archive.subList(from, archive.size());
    for (int i = 0; i < Math.max(due.size(), held.size()); i++) {
      Object expected = i < due.size() ? due.get(i) : "nothing";
      Object actual = i < held.size() ? held.get(i) : "nothing";
      if (!expected.equals(actual)) {
        faults.add("missed: %s holds %s instead of %s".formatted(member.who(), actual, expected));
        return;
      }
    }
  }

  private void checkRefusals(List<Testimony> members) {
    var delivered = new HashSet<String>();
    members.stream()
        .flatMap(member -> member.streams().stream())
        .flatMap(stream -> stream.heard().stream())
        .forEach(message -> delivered.add(message.text()));
    members.stream()
        .flatMap(member -> member.streams().stream())
        .flatMap(stream -> stream.sent().entrySet().stream())
        .filter(sent -> sent.getValue().filter(Told.REFUSED::equals).isPresent())
        .map(Map.Entry::getKey)
        .filter(text -> stored.contains(text) || delivered.contains(text))
        .forEach(text -> faults.add("refused: " + text + " was refused and is there"));
  }

  private void checkNicks(List<String> nicks) {
    var seen = new HashSet<String>();
    nicks.stream()
        .filter(nick -> !seen.add(nick))
        .forEach(nick -> faults.add("nick: two participants are " + nick));
  }
}
