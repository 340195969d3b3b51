package dev.wayleave.tailnet.inventory.bundle;

import dev.wayleave.tailnet.model.SecretText;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.Objects;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Seals and opens the chunks of one encrypted bundle.
///
/// The construction is STREAM (Hoang, Reyhanitabar, Rogaway, Vizár 2015): the nonce is the chunk's
/// number and whether it is the last, so that chunks can be neither dropped, reordered nor cut off.
final class BundleKey {
  static final int SALT_BYTES = 16;
  static final int CHUNK_BYTES = 64 * 1024;
  static final int TAG_BYTES = 16;
  private static final int KEY_BYTES = 32;
  private static final int NONCE_BYTES = 12;

  private final SecretKeySpec key;
  private final byte[] headerLine;

  private BundleKey(SecretKeySpec key, byte[] headerLine) {
    this.key = key;
    this.headerLine = headerLine;
  }

  /// @param headerLine is authenticated with every chunk
  static BundleKey derive(Header header, byte[] headerLine, SecretText passphrase) {
    var cost =
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(Objects.requireNonNull(header.memoryKib()))
            .withIterations(Objects.requireNonNull(header.iterations()))
            .withParallelism(Objects.requireNonNull(header.parallelism()))
            .withSalt(Base64.getDecoder().decode(Objects.requireNonNull(header.salt())))
            .build();
    var generator = new Argon2BytesGenerator();
    generator.init(cost);
    byte[] key = new byte[KEY_BYTES];
    generator.generateBytes(passphrase.reveal().getBytes(StandardCharsets.UTF_8), key);
    return new BundleKey(new SecretKeySpec(key, "AES"), headerLine);
  }

  byte[] seal(long number, boolean last, byte[] chunk, int length) {
    try {
      return cipher(Cipher.ENCRYPT_MODE, number, last).doFinal(chunk, 0, length);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("AES-GCM seals any chunk of less than 64 GiB", e);
    }
  }

  byte[] open(long number, boolean last, byte[] sealed) throws BundleException {
    try {
      return cipher(Cipher.DECRYPT_MODE, number, last).doFinal(sealed);
    } catch (AEADBadTagException e) {
      throw new BundleException(
          number == 0 ? BundleException.Reason.PASSPHRASE_WRONG : BundleException.Reason.DAMAGED,
          number == 0
              ? "The passphrase does not open this bundle, or the file was changed; check both."
              : "The bundle was changed after it was written; take another copy of it.",
          e);
    } catch (GeneralSecurityException e) {
      throw new AssertionError("AES-GCM is part of every Java platform", e);
    }
  }

  private Cipher cipher(int mode, long number, boolean last) throws GeneralSecurityException {
    byte[] nonce = ByteBuffer.allocate(NONCE_BYTES).putLong(number).putInt(last ? 1 : 0).array();
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(mode, key, new GCMParameterSpec(8 * TAG_BYTES, nonce));
    cipher.updateAAD(headerLine);
    return cipher;
  }
}
