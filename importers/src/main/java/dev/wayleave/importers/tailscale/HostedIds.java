package dev.wayleave.importers.tailscale;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.regex.Pattern;

/// The numbers that things of a hosted tailnet get here.
///
/// A hosted id that is a number is kept, so that it goes on meaning the same; it fits as long as
/// every JSON reader gets it exactly, which is 53 bits. Any other text gets 48 bits of its SHA-256:
/// the same at each reading.
public final class HostedIds {
  private static final long LARGEST_EXACT = (1L << 53) - 1;
  private static final int HASH_BITS = 48;
  private static final int LONGEST = 16;

  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]{1,64}");

  private HostedIds() {}

  public static long of(String hosted) {
    boolean number =
        !hosted.isEmpty()
            && hosted.length() <= LONGEST
            && hosted.chars().allMatch(c -> c >= '0' && c <= '9');
    long value = number ? Long.parseLong(hosted) : 0;
    return value > 0 && value < LARGEST_EXACT ? value : hash(hosted);
  }

  /// Whether an id may name a file: letters and digits as the API's own ids have, and nothing that
  /// leads out of a folder.
  public static boolean isName(String id) {
    return NAME.matcher(id).matches();
  }

  private static long hash(String text) {
    // Never 0, which means "none" in some messages.
    return Math.max(1, ByteBuffer.wrap(sha256(text)).getLong() >>> (Long.SIZE - HASH_BITS));
  }

  /// The digest that things without an id, or with too long a one, are called by.
  public static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }
}
