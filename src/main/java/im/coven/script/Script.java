package im.coven.script;

import java.util.List;

/// A conversation between a server and a cast of clients, as anyone who knows XMPP can read it.
///
/// ```
/// [client] romeo
/// [client] juliet juliet@${domain}/balcony
///
/// # What stands behind a hash is a stage direction.
/// romeo connects
/// juliet connects
///
/// romeo sends:
///   <message to='${juliet.full}' type='chat' id='m1'><body>But soft!</body></message>
///
/// juliet receives:
///   <message from='${romeo.full}' to='…' type='chat' id='${id}' …>
///     <body>But soft!</body>
///     …
///   </message>
///
/// romeo receives nothing
/// romeo goes offline
/// ```
///
/// A line that starts in the first column and not with `<` begins a step; the XML below it belongs
/// to it. The steps are: `X connects`, `X sends:`, `X receives:` (the next stanzas, in this order),
/// `X receives in any order:`, `X waits for one of:` (passing over all others), `X receives
/// nothing` (which a ping proves), `X is refused with forbidden (auth)` (the answer to what X sent
/// last), `X ignores:` (from here on), `X goes offline`, `X breaks off`. For `X` may stand
/// `everybody`: all who are connected. Below `X is refused each:` stands a table of requests with
/// their refusals, one a line:
///
/// ```
/// romeo is refused each:
///   set | ${mix} | <destroy xmlns='${core}'/> | bad-request (modify) | CORE-07-093
///   get | ${mix} | <join xmlns='${core}'/>    | bad-request (modify)
/// ```
///
/// `[proves] CORE-07-093 CORE-07-094` stands behind the steps that prove these requirements, as the
/// last cell of a table's row does. Further lines may name acts of a [Repertoire].
///
/// `${x}` is bound where a received stanza shows it first, and must be the same afterwards.
/// `${romeo}` and `${romeo.full}` are addresses of the cast. `…` stands for anything: as a value or
/// in one, for further attributes inside a tag, for further content between children. What `…` does
/// not allow must not be there; what `…` allows may be excepted by a `!` before its name
/// (`<!body/>`, `<!item jid='${channel}' …/>`). The order of attributes and of child elements does
/// not matter, prefixes and white space between elements neither. A stanza without namespace is of
/// `jabber:client`.
public record Script(List<Role> cast, List<Step> steps) {

  /// A client of the cast; the address is empty where the stage shall choose one.
  public record Role(String name, String address) {}

  public Script {
    cast = List.copyOf(cast);
    steps = List.copyOf(steps);
  }

  /// Reads a script.
  ///
  /// @throws IllegalArgumentException with the number of the line, when it is none
  public static Script parse(String text) {
    return parse(text, Repertoire.NONE);
  }

  /// Reads a script that may name acts.
  ///
  /// @throws IllegalArgumentException with the number of the line, when it is none
  public static Script parse(String text, Repertoire repertoire) {
    return new ScriptParser(text, repertoire).parse();
  }
}
