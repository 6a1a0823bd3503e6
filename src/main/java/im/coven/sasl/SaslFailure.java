package im.coven.sasl;

import java.util.Locale;

/// Why an authentication failed, as the client is told. See RFC 6120 §6.5.
public enum SaslFailure {
  ABORTED,
  ACCOUNT_DISABLED,
  ENCRYPTION_REQUIRED,
  INCORRECT_ENCODING,
  INVALID_AUTHZID,
  INVALID_MECHANISM,
  MALFORMED_REQUEST,
  NOT_AUTHORIZED,
  TEMPORARY_AUTH_FAILURE;

  /// The name of the element inside `<failure/>`.
  public String wire() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
