package im.coven.service;

import im.coven.channel.Channel;
import im.coven.channel.EntryId;

/// A place in a channel's log: the log's name and the last entry.
record LogPosition(String epoch, EntryId id) {

  /// Where a channel stands.
  static LogPosition of(Channel channel) {
    return new LogPosition(channel.epoch(), channel.position());
  }
}
