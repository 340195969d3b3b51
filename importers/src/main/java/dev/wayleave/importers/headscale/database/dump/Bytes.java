package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.tailnet.inventory.SourceException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Bytes that are gathered one by one, up to [DumpInput#LONGEST].
final class Bytes {
  private static final int USUAL = 1 << 10;

  private final CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
  private byte[] bytes = new byte[USUAL];
  private int length;

  void clear() {
    length = 0;
  }

  void add(int value, DumpInput in) throws SourceException {
    if (length == bytes.length) {
      if (length >= DumpInput.LONGEST) {
        throw in.fault(
            "a line or value is longer than "
                + (DumpInput.LONGEST >> 20)
                + " MiB, which no value of Headscale's is");
      }
      bytes = Arrays.copyOf(bytes, length * 2);
    }
    bytes[length++] = (byte) value;
  }

  int length() {
    return length;
  }

  void shorten(int by) {
    length -= by;
  }

  int at(int index) {
    return bytes[index] & 0xFF;
  }

  boolean isEqual(int from, int to, String ascii) {
    if (to - from != ascii.length()) {
      return false;
    }
    for (int i = from; i < to; i++) {
      if (at(i) != ascii.charAt(i - from)) {
        return false;
      }
    }
    return true;
  }

  /// All of it as text.
  String text(DumpInput in) throws SourceException {
    String text;
    try {
      text = utf8.decode(ByteBuffer.wrap(bytes, 0, length)).toString();
    } catch (CharacterCodingException e) {
      throw in.fault("these bytes are not UTF-8, which the file says it is; make the dump again");
    }
    if (text.indexOf('\0') >= 0) {
      throw in.fault("a text holds a NUL, which PostgreSQL cannot have written; make it again");
    }
    return text;
  }
}
