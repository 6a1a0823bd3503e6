package im.coven.cli;

import im.coven.ops.Catalogue;
import im.coven.ops.Settings;
import im.coven.ops.WebSocketKeys;
import java.io.PrintWriter;

/// What `coven serve` says when it serves: where to connect, and what to try next.
record Welcome(Settings settings, Server.Ports ports) {

  void print(PrintWriter out) {
    out.println("Coven " + Version.text());
    line(out, "clients", clients());
    webSocket(out, "ws", ports.webSocket());
    webSocket(out, "wss", ports.webSocketTls());
    line(out, "accounts", "of " + String.join(", ", settings.get(Catalogue.DOMAINS_ACCOUNTS)));
    line(out, "channels", "at " + String.join(", ", settings.get(Catalogue.DOMAINS_MIX)));
    line(out, "state", state());
    if (ports.ops() >= 0) {
      String host = settings.get(Catalogue.OPS_HOST);
      line(out, "operations", "http://%s:%d/ready and /metrics".formatted(host, ports.ops()));
    }
    line(out, "try next", next());
    out.printf(
        "coven ready client=%d tls=%d ops=%d%n", ports.client(), ports.clientTls(), ports.ops());
    out.flush();
  }

  private String clients() {
    String host = settings.get(Catalogue.CLIENT_HOST);
    String first = "%s:%d with STARTTLS".formatted(host, ports.client());
    return ports.clientTls() < 0
        ? first
        : first + ", %s:%d with TLS from the start".formatted(host, ports.clientTls());
  }

  private void webSocket(PrintWriter out, String scheme, int port) {
    if (port >= 0) {
      String host = settings.get(Catalogue.CLIENT_HOST);
      line(out, "browsers", "%s://%s:%d%s".formatted(scheme, host, port, WebSocketKeys.PATH));
    }
  }

  private String state() {
    return settings.hasOwnRedis()
        ? "in a redis-server of its own, in " + settings.get(Catalogue.DATA_DIR).toAbsolutePath()
        : "in the given Redis";
  }

  private String next() {
    String domain = settings.get(Catalogue.DOMAINS_ACCOUNTS).getFirst();
    String mix = settings.get(Catalogue.DOMAINS_MIX).getFirst();
    var walkthrough = new StringBuilder("bin/coven walkthrough");
    option(walkthrough, "--port", String.valueOf(ports.client()), "5222");
    option(walkthrough, "--domain", domain, "localhost");
    option(walkthrough, "--mix", mix, "mix." + domain);
    return walkthrough + "; or bin/coven account add romeo@" + domain + ", and any XMPP client";
  }

  private static void option(StringBuilder command, String name, String value, String preset) {
    if (!value.equals(preset)) {
      command.append(' ').append(name).append(' ').append(value);
    }
  }

  private static void line(PrintWriter out, String what, String how) {
    out.printf("  %-10s  %s%n", what, how);
  }
}
