package im.coven;

import im.coven.Loops.Served;
import im.coven.net.ClientDoor;
import im.coven.net.ClientDoorParts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;

/// The doors of an instance: one on each loop, all on the same ports.
record Doors(List<Opened> doors, ClientDoor.Ports ports) {

  private record Opened(Served loop, ClientDoor door) {}

  /// Opens a door on each loop, all on the same ports; the first finds those that are free where
  /// that is asked for.
  static Future<Doors> open(
      Vertx vertx, List<Served> loops, ClientDoorParts parts, ClientDoor.Ports wanted) {
    var doors = new ArrayList<Opened>();
    Future<ClientDoor.Ports> ports = Future.succeededFuture(wanted);
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
