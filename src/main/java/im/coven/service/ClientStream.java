package im.coven.service;

import im.coven.stanza.Stanza;
import im.coven.stream.StreamError;

/// A client's stream as the service behind its door sees it: TCP or WebSocket.
///
/// Called on the stream's loop only. Nothing here blocks or throws; after the end of the stream
/// calls do nothing. What is sent in one loop turn leaves in one write, and in the order of its
/// sending.
public interface ClientStream {

  /// When a stanza leaves.
  enum Urgency {
    /// In this loop turn.
    NOW,
    /// Within `client.notifications-wait-ms`, or with the next stanza that is urgent.
    SOON
  }

  /// Sends a stanza.
  void send(Stanza stanza);

  /// Sends `head`, then the session's full JID escaped for an attribute, then `tail`: one stanza of
  /// which only the `to` differs between its receivers. The bytes are not copied before they are
  /// written, so they must not change.
  void send(byte[] head, byte[] tail, Urgency urgency);

  /// What many streams get comes from other channels from here on, or it is only now known how far
  /// they were sent.
  void moved();

  /// Ends the stream with an error.
  void close(StreamError error);

  /// Ends the stream with an error, but not the session, if the session can be resumed.
  void leave(StreamError error);
}
