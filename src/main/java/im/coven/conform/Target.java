package im.coven.conform;

import im.coven.client.ClientStage.Account;
import im.coven.client.Endpoint;
import java.time.Duration;
import java.util.List;

/// The server that is judged.
///
/// `mix` and `muc` are the domains of its channels and rooms, `muc` empty where it has none.
/// `accounts` are used before any is registered in-band. `patience` is how long an expected stanza
/// is waited for.
public record Target(
    Endpoint endpoint, String mix, String muc, List<Account> accounts, Duration patience) {

  public Target {
    accounts = List.copyOf(accounts);
  }
}
