package im.coven.net;

import im.coven.sasl.Credentials;
import im.coven.sasl.ScramMechanism;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.WorkerExecutor;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Objects;
import java.util.Optional;

/// The slow part of passwords, on threads of its own. Shared by the doors of all loops.
///
/// A connection has one job here at most, so what waits is bounded by how many connections may be
/// unauthenticated.
public final class PasswordWork implements AutoCloseable {

  private static final int NONCE_BYTES = 18;
  private static final int KEY_BYTES = 32;

  private final SecureRandom random = new SecureRandom();
  private final WorkerExecutor workers;
  private final byte[] decoyKey;
  private final int iterations;

  /// @param decoyKey makes the salts of names without an account; the same on all instances, and
  ///   secret
  public PasswordWork(Vertx vertx, byte[] decoyKey, int iterations) {
    this.workers =
        vertx.createSharedWorkerExecutor(
            "coven-passwords", Math.max(1, Runtime.getRuntime().availableProcessors() / 2));
    this.decoyKey = decoyKey.clone();
    this.iterations = iterations;
  }

  /// A key for an instance that shares none with others.
  public static byte[] randomKey() {
    byte[] key = new byte[KEY_BYTES];
    new SecureRandom().nextBytes(key);
    return key;
  }

  /// New credentials for a prepared password.
  public Future<Credentials> derive(String password) {
    var salts = new EnumMap<ScramMechanism, byte[]>(ScramMechanism.class);
    for (ScramMechanism mechanism : ScramMechanism.values()) {
      byte[] salt = new byte[Credentials.SALT_BYTES];
      random.nextBytes(salt);
      salts.put(mechanism, salt);
    }
    return workers
        .executeBlocking(() -> Credentials.derive(password, salts, iterations), false)
        .map(Objects::requireNonNull);
  }

  /// Whether a prepared password is that of the credentials; takes as long where there are none.
  Future<Boolean> check(String name, Optional<Credentials> kept, String password) {
    return workers
        .executeBlocking(() -> complete(name, kept).accepts(password), false)
        .map(Objects::requireNonNull);
  }

  /// The credentials with a decoy for each verifier that is missing.
  Credentials complete(String name, Optional<Credentials> kept) {
    boolean whole =
        kept.isPresent() && kept.get().verifiers().size() == ScramMechanism.values().length;
    return whole
        ? kept.get()
        : kept.orElseGet(() -> new Credentials(java.util.Map.of()))
            .or(Credentials.decoy(name, decoyKey, iterations));
  }

  /// A fresh nonce, which serves as the id of a stream too.
  String nonce() {
    byte[] bytes = new byte[NONCE_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @Override
  public void close() {
    workers.close();
  }
}
