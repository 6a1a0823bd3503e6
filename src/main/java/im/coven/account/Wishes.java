package im.coven.account;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// What a session wants to be sent beside what is addressed to it.
///
/// @param carbons copies of what other sessions of its account send and get (XEP-0280)
/// @param nodes the personal nodes whose news it wants (XEP-0163 §4.3)
public record Wishes(boolean carbons, Set<String> nodes) {

  /// Nothing.
  public static final Wishes NONE = new Wishes(false, Set.of());

  /// Parts the fields; XML forbids it, so it is in no node.
  private static final String SEPARATOR = "\u001d";

  public Wishes {
    nodes = Set.copyOf(nodes);
  }

  /// The same but for copies.
  public Wishes withCarbons(boolean wanted) {
    return new Wishes(wanted, nodes);
  }

  /// The same but for nodes.
  public Wishes withNodes(Set<String> wanted) {
    return new Wishes(carbons, wanted);
  }

  /// As text, without the separator of [StoredText].
  public String write() {
    var fields = new ArrayList<String>();
    fields.add(carbons ? "1" : "0");
    fields.addAll(new TreeSet<>(nodes));
    return String.join(SEPARATOR, fields);
  }

  /// Reads [#write].
  public static Wishes read(String text) {
    List<String> fields = Arrays.asList(text.split(SEPARATOR, -1));
    return new Wishes(fields.getFirst().equals("1"), Set.copyOf(fields.subList(1, fields.size())));
  }
}
