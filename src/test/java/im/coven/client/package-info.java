/// Tests of the client, and by it of the server.
@NullMarked
package im.coven.client;

import org.jspecify.annotations.NullMarked;
