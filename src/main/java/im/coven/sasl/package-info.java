/// SASL (RFC 4422): SCRAM on the server's side (RFC 5802, RFC 7677) and PLAIN (RFC 4616).
///
/// Read {@link im.coven.sasl.Credentials} first. Pure: nonces and salts come in as arguments.
@NullMarked
package im.coven.sasl;

import org.jspecify.annotations.NullMarked;
