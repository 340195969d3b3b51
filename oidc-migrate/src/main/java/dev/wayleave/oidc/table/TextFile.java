package dev.wayleave.oidc.table;

import dev.wayleave.oidc.InputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// A file of text that somebody names on the command line.
public final class TextFile {
  private static final int LARGEST = 256 << 20;

  private TextFile() {}

  /// Its bytes, of which there are not more than fit in memory beside everything else.
  public static byte[] bytes(Path file) throws InputException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        throw new InputException(
            "%s is larger than %d MiB; take out what is not about people."
                .formatted(file, LARGEST >> 20));
      }
      return bytes;
    } catch (NoSuchFileException e) {
      throw new InputException("There is no file " + file + "; check the path.", e);
    } catch (IOException e) {
      throw new InputException(file + " cannot be read; check its path and permissions.", e);
    }
  }

  /// Its text, which has to be UTF-8; a mark of that at the beginning is left out.
  public static String read(Path file) throws InputException {
    try {
      String text =
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes(file))).toString();
      return text.startsWith("\ufeff") ? text.substring(1) : text;
    } catch (CharacterCodingException e) {
      throw new InputException(file + " is not in UTF-8; save it in that encoding.", e);
    }
  }
}
