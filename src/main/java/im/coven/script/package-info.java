/// Conversations as text: what a cast of clients sends and what it must receive, in literal XML.
///
/// Read {@link im.coven.script.Script} first: it shows the language. Imports `xml`. Pure: the
/// clients behind the {@link im.coven.script.Stage} are somebody else's; a run blocks its caller
/// while it waits for a stanza.
@NullMarked
package im.coven.script;

import org.jspecify.annotations.NullMarked;
