package im.coven.redis;

import im.coven.channel.Archiving;
import im.coven.channel.MixNode;
import im.coven.jid.Jid;
import java.util.List;

/// The names of the channels' keys. All keys of one channel share a hash tag.
record ChannelKeys(String prefix) {

  /// What the channel keeps under a name.
  String of(Jid channel, String what) {
    return prefix + ":" + Slots.tag(channel.bare().toString()) + ":" + what;
  }

  String log(Jid channel) {
    return of(channel, "log");
  }

  /// Which entries of the log the archive of a node has.
  String index(Jid channel, MixNode node) {
    return of(channel, "index:" + node.shortName());
  }

  /// The indexes of all nodes that can have an archive, in the order of these.
  List<String> indexes(Jid channel) {
    return Archiving.NODES.stream().map(node -> index(channel, node)).toList();
  }
}
