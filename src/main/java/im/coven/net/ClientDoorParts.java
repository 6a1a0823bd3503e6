package im.coven.net;

import im.coven.ops.Metrics;
import io.vertx.core.net.ServerSSLOptions;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/// What the doors for clients of all loops have in common.
///
/// @param tls as {@link ServerTls} makes it; without it neither STARTTLS nor the TLS port is there
/// @param clock says when a stanza was sent; the same for all instances
public record ClientDoorParts(
    ClientConfig config,
    @Nullable ServerSSLOptions tls,
    PasswordWork passwords,
    Admission admission,
    FreePorts ports,
    DoorFigures figures,
    InstantSource clock) {

  /// What measures.
  public record Instruments(Metrics metrics, InstantSource clock) {}

  /// The parts with counters of their own.
  public static ClientDoorParts of(
      ClientConfig config,
      @Nullable ServerSSLOptions tls,
      PasswordWork passwords,
      Instruments instruments) {
    var admission = new Admission(config.limits());
    return new ClientDoorParts(
        config,
        tls,
        passwords,
        admission,
        new FreePorts(),
        new DoorFigures(instruments.metrics(), admission),
        instruments.clock());
  }
}
