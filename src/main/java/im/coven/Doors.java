package im.coven;

import im.coven.Loops.Served;
import im.coven.net.ClientDoor;
import im.coven.net.ClientDoorParts;
import im.coven.ops.CannotStart;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/// The doors of an instance: one on each loop, all on the same ports.
record Doors(List<Opened> doors, ClientDoor.Ports ports) {

  private record Opened(Served loop, ClientDoor door) {}

  /// Opens a door on each loop, all on the same ports.
  static Future<Doors> open(
      Vertx vertx, List<Served> loops, ClientDoorParts parts, ClientDoor.Ports wanted) {
    var doors = new ArrayList<Opened>();
    String host = parts.config().host();
    Future<ClientDoor.Ports> ports =
        Future.succeededFuture(
            new ClientDoor.Ports(named(host, wanted.port()), named(host, wanted.tlsPort())));
    for (Served loop : loops) {
      ports =
          ports.compose(found ->
              Loops.on(
                  loop.context(),
                  () -> {
                    var door = new ClientDoor(vertx, parts, loop.accounts());
                    doors.add(new Opened(loop, door));
                    return door.open(found);
                  }));
    }
    return ports.map(found -> new Doors(doors, found));
  }

  /// A free port in place of 0: several servers of Vert.x share a port only if they name it.
  private static int named(String host, int port) {
    if (port != 0) {
      return port;
    }
    try (var socket = new ServerSocket(0, 1, InetAddress.getByName(host))) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new CannotStart("client.port: no free port on " + host, e);
    }
  }

  /// Says goodbye to all clients, and closes.
  Future<Void> close(long drainMs) {
    return Future.all(
            doors.stream()
                .map(
                    opened -> Loops.on(opened.loop().context(), () -> opened.door().close(drainMs)))
                .toList())
        .mapEmpty();
  }
}
