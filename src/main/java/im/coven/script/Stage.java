package im.coven.script;

/// Where a script is played: against a server, by whatever means.
public interface Stage {

  /// Makes sure that there is an account for a client of the cast, and answers its bare JID.
  /// `address` is what the script asks for, `user@domain/resource` or less of it, or empty.
  String account(String name, String address);

  /// Logs the client in.
  Peer enter(String name);

  /// Tells whoever looks on what happens. Called in the order of things.
  void show(Scene scene);
}
