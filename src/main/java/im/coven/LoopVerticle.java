package im.coven;

import im.coven.redis.RedisConfig;
import im.coven.redis.RedisLink;
import im.coven.service.MixService;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import java.util.concurrent.CompletableFuture;

/// One event loop of an instance, with its link to Redis.
final class LoopVerticle extends VerticleBase {

  private final RedisConfig config;
  private final CompletableFuture<MixService.Loop> opened = new CompletableFuture<>();

  LoopVerticle(RedisConfig config) {
    this.config = config;
  }

  /// The loop, when it is deployed.
  MixService.Loop loop() {
    return opened.join();
  }

  @Override
  public Future<?> start() {
    return RedisLink.open(vertx, config)
        .onSuccess(link -> opened.complete(new MixService.Loop(context, link)));
  }

  @Override
  public Future<?> stop() {
    loop().link().close();
    return Future.succeededFuture();
  }
}
