/// SASL (RFC 4422): SCRAM on the server's side (RFC 5802, RFC 7677) and PLAIN (RFC 4616).
///
/// Read {@link im.coven.sasl.ScramExchange} first. Pure: nonces, salts and keys come in as
/// arguments. Imports nothing of Coven, knows no thread; what takes milliseconds says so.
@NullMarked
package im.coven.sasl;

import org.jspecify.annotations.NullMarked;
