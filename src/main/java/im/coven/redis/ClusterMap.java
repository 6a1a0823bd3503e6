package im.coven.redis;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Which master has which slots, as one node of a cluster sees it. Unlike `CLUSTER SLOTS` and
/// `CLUSTER SHARDS`, `CLUSTER NODES` tells the configuration epochs, by which a view can be told
/// from an older one: of two masters that claim a slot the one with the greater epoch has it.
///
/// @param claims what each master has
/// @param aliases other addresses of masters, and those that `claims` has for them
record ClusterMap(List<Claim> claims, Map<String, String> aliases) {

  /// A master at `address` (`host:port`) has the slots from `first` to `last`.
  record Claim(String address, long epoch, int first, int last) {}

  private static final int SLOTS_AT = 8;

  ClusterMap {
    claims = List.copyOf(claims);
    aliases = Map.copyOf(aliases);
  }

  /// Reads the answer of `CLUSTER NODES`: lines of `id ip:port@cport[,hostname] flags master ping
  /// pong epoch state slots…`. `asked` is the host of the node that gave it, which may not know its
  /// own address. `byName`: nodes are called by their host names where they announce some, as TLS
  /// wants it.
  static ClusterMap parse(String answer, String asked, boolean byName) {
    var claims = new ArrayList<Claim>();
    var aliases = new HashMap<String, String>();
    for (String line : answer.split("\n", -1)) {
      String[] words = line.strip().split(" ", -1);
      Set<String> flags = words.length > SLOTS_AT ? Set.of(words[2].split(",", -1)) : Set.of();
      if (!flags.contains("master") || flags.contains("noaddr")) {
        continue;
      }
      String[] names = words[1].split(",", -1);
      String socket = names[0].replaceFirst("@\\d+$", "");
      String ip = socket.substring(0, socket.lastIndexOf(':'));
      String port = socket.substring(socket.lastIndexOf(':'));
      String number = (ip.isEmpty() ? asked : bracketed(ip)) + port;
      String named = names.length > 1 && !names[1].isEmpty() ? names[1] + port : number;
      String address = byName ? named : number;
      aliases.put(byName ? number : named, address);
      for (int i = SLOTS_AT; i < words.length; i++) {
        if (!words[i].startsWith("[")) {
          String[] bounds = words[i].split("-", -1);
          claims.add(
              new Claim(
                  address,
                  Long.parseLong(words[6]),
                  Integer.parseInt(bounds[0]),
                  Integer.parseInt(bounds[bounds.length - 1])));
        }
      }
    }
    return new ClusterMap(claims, aliases);
  }

  /// An address as it stands in the configuration of a node, as `claims` have it.
  String canonical(String address) {
    int colon = address.lastIndexOf(':');
    String full = bracketed(address.substring(0, colon)) + address.substring(colon);
    return aliases.getOrDefault(full, full);
  }

  /// The masters that have slots.
  Set<String> masters() {
    return claims.stream().map(Claim::address).collect(Collectors.toSet());
  }

  private static String bracketed(String ip) {
    return ip.contains(":") && !ip.startsWith("[") ? "[" + ip + "]" : ip;
  }
}
