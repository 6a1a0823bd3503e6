/// The server's side of SASL against the examples of the RFCs and a client made of the JDK.
@NullMarked
package im.coven.sasl;

import org.jspecify.annotations.NullMarked;
