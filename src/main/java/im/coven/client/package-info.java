/// A small blocking XMPP client, for scripts, tests and the command line.
///
/// Read {@link im.coven.client.XmppClient} first. Plain sockets and the JDK's own parser: nothing
/// of the server is in it, so that it can judge the server. Imports `script`, `xml` and `jid`. A
/// client belongs to one thread, best a virtual one.
@NullMarked
package im.coven.client;

import org.jspecify.annotations.NullMarked;
