package im.coven.script;

import im.coven.xml.Element;
import java.time.Duration;
import java.util.Optional;

/// A client of a script that is logged in. Used by one thread.
public interface Peer {

  /// The full JID.
  String address();

  /// Sends XML as it is.
  void send(String xml);

  /// The next stanza; waits for it, but no longer than `limit`.
  Optional<Element> receive(Duration limit);

  /// Ends the stream.
  void leave(Step.Manner manner);
}
