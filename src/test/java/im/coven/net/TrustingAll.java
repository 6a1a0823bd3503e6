package im.coven.net;

import java.security.cert.X509Certificate;
import javax.net.ssl.X509TrustManager;

/// Trusts every certificate: those of the tests are made anew for each run.
final class TrustingAll implements X509TrustManager {

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String type) {}

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String type) {}

  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }
}
