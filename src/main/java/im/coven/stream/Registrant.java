package im.coven.stream;

import im.coven.jid.Jid;
import im.coven.sasl.SaslPrep;
import im.coven.xml.Element;
import java.util.Optional;

/// Who wants an account, and by which prepared password; other fields of the form are let be.
///
/// See XEP-0077 §3.1.
record Registrant(Jid account, String password) {

  static Optional<Registrant> read(Element query, String domain) {
    Optional<Jid> account =
        query
            .childText("username")
            .flatMap(SaslPrep::prepare)
            .flatMap(name -> SaslMachine.account(name, domain));
    return account.flatMap(jid ->
        query
            .childText("password")
            .flatMap(SaslPrep::prepare)
            .map(password -> new Registrant(jid, password)));
  }

  @Override
  public String toString() {
    return "Registrant[account=" + account + "]";
  }
}
