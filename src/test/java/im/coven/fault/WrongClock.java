package im.coven.fault;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.ClassTransform;
import java.lang.classfile.CodeElement;
import java.lang.classfile.CodeTransform;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.ProtectionDomain;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.function.IntFunction;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.jspecify.annotations.Nullable;

/// A Java agent that puts the clock on the wall of one JVM wrong: all that the code of Coven and of
/// its libraries reads of it, by `System.currentTimeMillis`, `java.time` or `Date`, is off by the
/// same time. What is measured with `System.nanoTime`, timers among it, stays right, as it does on
/// a machine whose clock is wrong.
public final class WrongClock implements ClassFileTransformer {

  private static final ClassDesc SYSTEM = ClassDesc.of("java.lang.System");
  private static final ClassDesc INSTANT = ClassDesc.of("java.time.Instant");

  private final long offSeconds;

  private WrongClock(long offSeconds) {
    this.offSeconds = offSeconds;
  }

  /// Starts instances on a Redis whose clocks are off, by their numbers.
  static IntFunction<CovenProcess> launcher(String redisUri, List<Duration> off) {
    // Leases as long as those of an operator: it is the clocks that are to be seen, not how long a
    // JVM may stand still while an agent changes its classes.
    return i -> Ensemble.launch(List.of(option(off.get(i))), redisUri, "instance.lease-seconds=15");
  }

  /// The option of a JVM whose clock is to be off.
  private static String option(Duration off) {
    var manifest = new Manifest();
    Attributes main = manifest.getMainAttributes();
    main.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    main.putValue("Premain-Class", WrongClock.class.getName());
    main.putValue("Can-Retransform-Classes", "true");
    try {
      // The class itself is found on the class path.
      Path jar = Files.createTempFile(Path.of("target"), "wrong-clock", ".jar");
      new JarOutputStream(Files.newOutputStream(jar), manifest).close();
      return "-javaagent:" + jar + "=" + off.toSeconds();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Called by the JVM before `main`.
  public static void premain(String offSeconds, Instrumentation jvm)
      throws UnmodifiableClassException {
    jvm.addTransformer(new WrongClock(Long.parseLong(offSeconds)), true);
    jvm.retransformClasses(Clock.class, Clock.systemUTC().getClass(), Instant.class, Date.class);
    Look.at();
  }

  /// A class like those of Coven: changed as it is loaded.
  private static final class Look {
    static void at() {
      Instant millis = Instant.ofEpochMilli(System.currentTimeMillis());
      System.err.println("level=CLOCK time=" + millis + " time=" + Instant.now());
    }
  }

  @Override
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      String name,
      @Nullable Class<?> present,
      ProtectionDomain domain,
      byte[] bytes) {
    boolean concerned =
        loader == null
            ? name.startsWith("java/time/") || name.equals("java/util/Date")
            : loader.equals(ClassLoader.getSystemClassLoader());
    if (!concerned) {
      return null;
    }
    ClassFile format = ClassFile.of();
    ClassModel read = format.parse(bytes);
    return reads(read)
        ? format.transformClass(read, ClassTransform.transformingMethodBodies(addition()))
        : null;
  }

  private static boolean reads(ClassModel read) {
    return read.methods().stream()
        .flatMap(method -> method.code().stream())
        .flatMap(code -> code.elementStream())
        .anyMatch(element -> readsMillis(element) || readsInstant(element));
  }

  private CodeTransform addition() {
    return (code, element) -> {
      code.with(element);
      if (readsMillis(element)) {
        code.loadConstant(offSeconds * 1000).ladd();
      } else if (readsInstant(element)) {
        code.loadConstant(offSeconds)
            .invokevirtual(
                INSTANT, "plusSeconds", MethodTypeDesc.of(INSTANT, ConstantDescs.CD_long));
      }
    };
  }

  private static boolean readsMillis(CodeElement element) {
    return element instanceof InvokeInstruction call
        && call.owner().asSymbol().equals(SYSTEM)
        && call.name().equalsString("currentTimeMillis");
  }

  /// What `Instant.now` and all clocks of the system come to, as {@link Clock} has it for its own.
  private static boolean readsInstant(CodeElement element) {
    return element instanceof InvokeInstruction call
        && call.typeSymbol().equals(MethodTypeDesc.of(INSTANT))
        && call.name().equalsString("currentInstant");
  }
}
