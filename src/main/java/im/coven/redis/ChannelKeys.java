package im.coven.redis;

import im.coven.channel.Archiving;
import im.coven.channel.MixNode;
import im.coven.channel.StateChange;
import im.coven.jid.Jid;
import java.util.ArrayList;
import java.util.List;

/// The names of one channel's keys, which have their beginning and with it a hash tag in common.
record ChannelKeys(String stem) {

  /// Those of a channel, beside what else is kept over a link.
  static ChannelKeys of(RedisLink link, Jid channel) {
    return new ChannelKeys(link.prefix() + ":" + Slots.tag(channel.bare().toString()) + ":");
  }

  String head() {
    return stem + "head";
  }

  /// The log, and its topic.
  String log() {
    return stem + "log";
  }

  /// One of {@link StateChange#HASHES}.
  String hash(String name) {
    if (!StateChange.HASHES.contains(name)) {
      throw new IllegalArgumentException("no hash of a channel: " + name);
    }
    return stem + name;
  }

  /// The result of an append.
  String result(String appendId) {
    return stem + "append:" + appendId;
  }

  /// Which entries of the log the archive of a node has.
  String index(MixNode node) {
    return stem + "index:" + node.shortName();
  }

  /// The indexes of all nodes that can have an archive, in the order of these.
  List<String> indexes() {
    return Archiving.NODES.stream().map(this::index).toList();
  }

  /// What a channel has beside head, log and results.
  List<String> state() {
    var all = new ArrayList<>(indexes());
    StateChange.HASHES.forEach(hash -> all.add(hash(hash)));
    return all;
  }
}
