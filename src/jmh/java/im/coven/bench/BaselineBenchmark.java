package im.coven.bench;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/// What the machine can do: a hash over 4 kB, byte by byte. Budgets of what only computes are
/// ratios to it.
@State(Scope.Thread)
@BenchmarkMode(Mode.SampleTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class BaselineBenchmark {

  private static final int FNV_PRIME = 16_777_619;

  private final byte[] bytes = new byte[4096];

  @Benchmark
  public int compute() {
    int hash = 0x811c9dc5;
    for (byte each : bytes) {
      hash = (hash ^ each) * FNV_PRIME;
    }
    return hash;
  }
}
