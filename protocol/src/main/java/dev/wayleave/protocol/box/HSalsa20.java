package dev.wayleave.protocol.box;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.bouncycastle.crypto.engines.Salsa20Engine;

/// The hash of "Extending the Salsa20 nonce" (D. J. Bernstein, 2011, section 2): a key and sixteen
/// bytes give another key.
final class HSalsa20 {
  static final int KEY_BYTES = 32;
  static final int INPUT_BYTES = 16;

  private static final int ROUNDS = 20;
  private static final int WORDS = 16;

  /// Where the constant "expand 32-byte k" stands in the square.
  private static final int[] DIAGONAL = {0, 5, 10, 15};

  private static final int[] CONSTANT = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};

  /// Where the input stands in the square.
  private static final int[] MIDDLE = {6, 7, 8, 9};

  /// Where the key stands in the square.
  private static final int[] REST = {1, 2, 3, 4, 11, 12, 13, 14};

  private HSalsa20() {}

  static byte[] hash(byte[] key, byte[] input) {
    int[] square = new int[WORDS];
    place(square, DIAGONAL, CONSTANT);
    place(square, REST, words(key, KEY_BYTES));
    place(square, MIDDLE, words(input, INPUT_BYTES));
    int[] mixed = new int[WORDS];
    Salsa20Engine.salsaCore(ROUNDS, square, mixed);
    ByteBuffer out = ByteBuffer.allocate(KEY_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    // The core adds its input at the end, the hash does not.
    for (int i : DIAGONAL) {
      out.putInt(mixed[i] - square[i]);
    }
    for (int i : MIDDLE) {
      out.putInt(mixed[i] - square[i]);
    }
    return out.array();
  }

  private static void place(int[] square, int[] positions, int[] words) {
    for (int i = 0; i < positions.length; i++) {
      square[positions[i]] = words[i];
    }
  }

  private static int[] words(byte[] bytes, int size) {
    int[] words = new int[size / Integer.BYTES];
    ByteBuffer.wrap(bytes, 0, size).order(ByteOrder.LITTLE_ENDIAN).asIntBuffer().get(words);
    return words;
  }
}
