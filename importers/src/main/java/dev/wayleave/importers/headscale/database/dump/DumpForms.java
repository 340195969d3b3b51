package dev.wayleave.importers.headscale.database.dump;

import dev.wayleave.tailnet.inventory.SourceException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;

/// Tells the plain form of a dump from the others, each of which has a way to become plain.
final class DumpForms {
  /// Where a tar archive says that it is one.
  private static final int TAR_AT = 257;

  private static final int HEAD = TAR_AT + 5;

  private DumpForms() {}

  /// Refuses what is no plain dump.
  ///
  /// @return the file itself, behind symbolic links
  static Path requirePlain(Path file) throws SourceException {
    if (!Files.exists(file)) {
      throw new SourceException(file + " does not exist; name the file that pg_dump wrote");
    }
    if (Files.isDirectory(file)) {
      throw new SourceException(
          Files.exists(file.resolve("toc.dat"))
              ? restore(file, "directory")
              : file + " is a directory; name the file that pg_dump wrote");
    }
    if (!Files.isRegularFile(file)) {
      throw new SourceException(
          file + " is not a regular file, and a dump is read twice; write it to a file first");
    }
    if (!Files.isReadable(file)) {
      throw new SourceException(
          file + " cannot be read; give the user that runs this leave to read it");
    }
    try (InputStream in = Files.newInputStream(file)) {
      requirePlain(file, in.readNBytes(HEAD));
      return file.toRealPath();
    } catch (IOException e) {
      throw new SourceException(file + " cannot be read (" + e.getMessage() + ")", e);
    }
  }

  private static void requirePlain(Path file, byte[] head) throws SourceException {
    if (head.length == 0) {
      throw new SourceException(file + " is empty; make the dump again");
    }
    String text = new String(head, StandardCharsets.ISO_8859_1);
    if (text.startsWith("PGDMP")) {
      throw new SourceException(restore(file, "custom"));
    }
    if (text.startsWith("ustar", TAR_AT)) {
      throw new SourceException(restore(file, "tar"));
    }
    if (text.startsWith("SQLite format 3\0")) {
      throw new SourceException(
          file + " is an SQLite database, no dump; write headscale+sqlite:" + file);
    }
    String magic = HexFormat.of().formatHex(head, 0, Math.min(head.length, 4));
    if (magic.startsWith("1f8b")) {
      throw new SourceException(compressed(file, "gzip", "gunzip -k " + quoted(file)));
    }
    if (magic.equals("28b52ffd")) {
      throw new SourceException(compressed(file, "zstd", "unzstd " + quoted(file)));
    }
    if (magic.equals("04224d18")) {
      throw new SourceException(compressed(file, "LZ4", "unlz4 " + quoted(file)));
    }
    if (magic.startsWith("fffe") || magic.startsWith("feff")) {
      throw new SourceException(
          file
              + " is UTF-16, as PowerShell's > writes it; let pg_dump write the file itself: pg_dump"
              + " -f FILE.sql DATABASE");
    }
  }

  private static String compressed(Path file, String by, String command) {
    return file + " is compressed with " + by + "; unpack it first: " + command;
  }

  private static String restore(Path file, String form) {
    String name = String.valueOf(file.getFileName());
    String base = name.replaceFirst("\\.(dump|tar|dmp|backup|dir)$", "");
    return file
        + " is a dump in "
        + form
        + " format, and only the plain form is read; convert it: pg_restore -f "
        + quoted(file.resolveSibling(base + ".sql"))
        + " "
        + quoted(file);
  }

  /// As a shell takes it.
  private static String quoted(Path file) {
    String text = file.toString();
    return text.matches("[A-Za-z0-9_./+@%:,=-]+") ? text : "'" + text.replace("'", "'\\''") + "'";
  }
}
