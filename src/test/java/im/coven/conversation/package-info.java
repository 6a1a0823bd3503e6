/// Conversations with a running server over real sockets.
///
/// Read {@link im.coven.conversation.Theatre} first.
@NullMarked
package im.coven.conversation;

import org.jspecify.annotations.NullMarked;
