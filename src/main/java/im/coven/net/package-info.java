/// The doors: sockets, timers, write queues. Drives `stream`, and is the `ClientStream` of each
/// session.
///
/// Read {@link im.coven.net.ClientDoor} first, then {@link im.coven.net.ClientConnection}. What TCP
/// and WebSocket do differently is in {@link im.coven.net.Framing}. Imports the core, `service` and
/// `ops`. A door and its connections belong to one event loop; only {@link im.coven.net.Admission}
/// and {@link im.coven.net.PasswordWork} are shared between loops.
@NullMarked
package im.coven.net;

import org.jspecify.annotations.NullMarked;
