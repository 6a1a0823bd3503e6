package im.coven.load;

import com.sun.management.OperatingSystemMXBean;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/// What the load test itself costs, between {@link #begin} and {@link #end}.
final class GeneratorLoad {

  private static final double SECOND_NANOS = 1e9;

  private final ThreadMXBean threads = ManagementFactory.getThreadMXBean();
  private final long[] loopThreads;
  private final long[] loopNanos;
  private long processNanos;
  private long wallNanos;

  GeneratorLoad(List<LoopState> loops) {
    loopThreads = loops.stream().mapToLong(GeneratorLoad::threadOf).toArray();
    loopNanos = new long[loopThreads.length];
  }

  private static long threadOf(LoopState loop) {
    Promise<Long> id = Promise.promise();
    loop.context().runOnContext(_ -> id.complete(Thread.currentThread().threadId()));
    Future<Long> told = id.future();
    return told.toCompletionStage().toCompletableFuture().join();
  }

  void begin() {
    wallNanos = -System.nanoTime();
    processNanos = -processNanos();
    for (int i = 0; i < loopThreads.length; i++) {
      loopNanos[i] = -threads.getThreadCpuTime(loopThreads[i]);
    }
  }

  void end() {
    wallNanos += System.nanoTime();
    processNanos += processNanos();
    for (int i = 0; i < loopThreads.length; i++) {
      loopNanos[i] += threads.getThreadCpuTime(loopThreads[i]);
    }
  }

  private static long processNanos() {
    return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
  }

  /// CPU time of the process.
  double cpuSeconds() {
    return processNanos / SECOND_NANOS;
  }

  double wallSeconds() {
    return wallNanos / SECOND_NANOS;
  }

  /// The share of the time that the busiest event loop was on a processor.
  double busiestLoop() {
    long most = 0;
    for (long nanos : loopNanos) {
      most = Math.max(most, nanos);
    }
    return (double) most / Math.max(1, wallNanos);
  }
}
