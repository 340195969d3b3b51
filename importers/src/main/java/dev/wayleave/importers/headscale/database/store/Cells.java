package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.RawValue;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/// Makes raw values; the common ones exist once.
public final class Cells {
  public static final RawValue NULL = new RawValue.Null();
  private static final RawValue EMPTY = new RawValue.Text("");
  private static final RawValue ZERO = new RawValue.Int(0);
  private static final RawValue ONE = new RawValue.Int(1);

  private Cells() {}

  public static RawValue integer(long value) {
    return value == 0 ? ZERO : value == 1 ? ONE : new RawValue.Int(value);
  }

  public static RawValue blob(byte[] bytes) {
    return new RawValue.Blob(Base64.getEncoder().encodeToString(bytes));
  }

  public static RawValue text(String text) {
    return text.isEmpty() ? EMPTY : new RawValue.Text(text);
  }

  /// A text of the database as a text where it is one that every target can hold, else as its
  /// bytes: neither JSON in Postgres nor a text column there takes a NUL, and bytes that are not
  /// UTF-8 would come back changed.
  static RawValue textBytes(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      return text.indexOf('\0') < 0 ? text(text) : blob(bytes);
    } catch (CharacterCodingException notUtf8) {
      // The bytes themselves are the answer; which of them is at fault does not matter.
      return blob(bytes);
    }
  }
}
