package im.coven.service;

import im.coven.stanza.Stanza;
import im.coven.stream.StreamError;

/// A client's stream as the service behind its door sees it: TCP, later WebSocket.
///
/// Called on the stream's loop only. Nothing here blocks or throws; after the end of the stream
/// calls do nothing. What is written in one loop turn leaves in one write.
public interface ClientStream {

  /// Sends a stanza.
  void send(Stanza stanza);

  /// Sends `head`, then the session's full JID escaped for an attribute, then `tail`: one stanza of
  /// which only the `to` differs between its receivers. The bytes are not copied before they are
  /// written, so they must not change.
  void send(byte[] head, byte[] tail);

  /// Ends the stream with an error.
  void close(StreamError error);
}
