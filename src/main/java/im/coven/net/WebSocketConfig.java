package im.coven.net;

import im.coven.ops.Settings;
import im.coven.ops.WebSocketKeys;
import java.util.List;

/// How clients come by WebSocket (RFC 7395).
///
/// @param origins the web pages whose browsers may connect, as browsers name them; none is all
/// @param behindProxy whether connections without TLS from this machine come through a proxy that
///   has it
/// @param url where the world connects; empty where that follows from the port
public record WebSocketConfig(List<String> origins, boolean behindProxy, String url) {

  public WebSocketConfig {
    origins = List.copyOf(origins);
  }

  /// What the configuration says.
  static WebSocketConfig of(Settings settings) {
    return new WebSocketConfig(
        settings.get(WebSocketKeys.ORIGINS),
        settings.get(WebSocketKeys.PROXY),
        settings.get(WebSocketKeys.URL));
  }

  /// Whether a browser that shows a page of this origin may connect. See RFC 6454 §7.
  boolean permits(String origin) {
    return origins.isEmpty() || origins.stream().anyMatch(origin::equalsIgnoreCase);
  }
}
