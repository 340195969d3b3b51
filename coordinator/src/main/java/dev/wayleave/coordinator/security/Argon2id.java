package dev.wayleave.coordinator.security;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// The form in which Headscale keeps the secrets of OAuth clients: Argon2id (RFC 9106) in the
/// notation of PHC, with the parameters that it verifies with.
final class Argon2id {
  static final int SALT_BYTES = 16;

  private static final int MEMORY_KIB = 19_456;
  private static final int ITERATIONS = 2;
  private static final int LANES = 1;
  private static final int HASH_BYTES = 32;

  private Argon2id() {}

  /// The hash of a secret. Takes tens of milliseconds and 19 MiB, so not on an event loop.
  static String phc(String secret, byte[] salt) {
    Argon2BytesGenerator generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(MEMORY_KIB)
            .withIterations(ITERATIONS)
            .withParallelism(LANES)
            .withSalt(salt)
            .build());
    byte[] hash = new byte[HASH_BYTES];
    generator.generateBytes(secret.getBytes(StandardCharsets.UTF_8), hash);
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=%d$m=%d,t=%d,p=%d$%s$%s"
        .formatted(
            Argon2Parameters.ARGON2_VERSION_13,
            MEMORY_KIB,
            ITERATIONS,
            LANES,
            base64.encodeToString(salt),
            base64.encodeToString(hash));
  }
}
