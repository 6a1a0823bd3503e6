package im.coven.redis;

import io.vertx.core.buffer.Buffer;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What Redis is to do: a command, or a script, of which `request` is the `EVALSHA`.
///
/// @param confirmed it is answered when as many replicas as are asked for have what it wrote, or
///   read
record Order(Request request, @Nullable Script script, boolean confirmed) {

  /// The plain commands of ours that write nothing. A message that is published is no write.
  private static final Set<Command> READING =
      Set.of(
          Command.GET,
          Command.HMGET,
          Command.SMEMBERS,
          Command.ZRANGE,
          Command.EXISTS,
          Command.PUBLISH,
          Command.SPUBLISH,
          Command.CLUSTER,
          Command.PING);

  /// A command with its key. Further arguments are `byte[]`, {@link Buffer}, strings or numbers.
  static Order of(Command command, String key, Object... args) {
    return of(with(Request.cmd(command).arg(key), List.of(args)));
  }

  static Order of(Request request) {
    return new Order(request, null, !READING.contains(request.command()));
  }

  /// The call of a script.
  static Order of(Script script, List<String> keys, List<?> args, boolean confirmed) {
    assert Slots.areOne(keys) : script.name() + " has keys of several slots: " + keys;
    Request request = Request.cmd(Command.EVALSHA).arg(script.sha1()).arg(keys.size());
    keys.forEach(request::arg);
    return new Order(with(request, args), script, confirmed);
  }

  /// A command that a connection needs for itself.
  static Order own(Request request) {
    return new Order(request, null, false);
  }

  private static Request with(Request request, List<?> args) {
    for (Object arg : args) {
      switch (arg) {
        case byte[] bytes -> request.arg(bytes);
        case Buffer buffer -> request.arg(buffer);
        default -> request.arg(arg.toString());
      }
    }
    return request;
  }
}
