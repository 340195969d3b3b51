package dev.wayleave.tailnet.inventory.bundle;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// The second line of a bundle: how to open the payload.
///
/// @param encryption [#NONE] or [#AES_GCM]
/// @param kdf `argon2id`, with its cost beside it
/// @param salt base64; fresh for every bundle, so that chunk numbers can serve as nonces
@JsonInclude(JsonInclude.Include.NON_NULL)
record Header(
    String encryption,
    @Nullable String kdf,
    @Nullable Integer memoryKib,
    @Nullable Integer iterations,
    @Nullable Integer parallelism,
    @Nullable String salt) {
  static final String NONE = "none";
  static final String AES_GCM = "aes-256-gcm";
  static final String ARGON2ID = "argon2id";

  /// RFC 9106 §4, second recommended option: 64 MiB, three passes, four lanes.
  static final int MEMORY_KIB = 64 * 1024;

  static final int ITERATIONS = 3;
  static final int PARALLELISM = 4;

  /// What a hostile header may make the reader spend at most.
  private static final int MAX_MEMORY_KIB = 1024 * 1024;

  private static final int MAX_ITERATIONS = 16;
  private static final int MAX_PARALLELISM = 16;

  static Header plain() {
    return new Header(NONE, null, null, null, null, null);
  }

  static Header encrypted(String salt) {
    return new Header(AES_GCM, ARGON2ID, MEMORY_KIB, ITERATIONS, PARALLELISM, salt);
  }

  boolean isPlain() {
    return encryption.equals(NONE);
  }

  boolean isUnderstood() {
    return AES_GCM.equals(encryption)
        && ARGON2ID.equals(kdf)
        && salt != null
        && within(memoryKib, MAX_MEMORY_KIB)
        && within(iterations, MAX_ITERATIONS)
        && within(parallelism, MAX_PARALLELISM);
  }

  private static boolean within(@Nullable Integer value, int max) {
    return value != null && value >= 1 && value <= max;
  }
}
