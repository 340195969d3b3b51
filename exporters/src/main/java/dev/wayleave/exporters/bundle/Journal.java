package dev.wayleave.exporters.bundle;

import dev.wayleave.exporters.file.PendingFile;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// What rollback of one migration needs, in a file beside the bundle.
///
/// ```text
/// wayleave-journal 1 SHA256 FORMER LF    SHA256 of the file that the migration wrote
/// the former file, byte for byte         nothing unless FORMER is `present`
/// ```
///
/// @param written SHA-256 of what the migration wrote
record Journal(Path file, String written, Former former) {
  private static final String MAGIC = "wayleave-journal 1 ";
  private static final int MAX_LINE = 128;

  /// What there was before.
  enum Former {
    /// No file.
    ABSENT,
    /// The file that follows.
    PRESENT,
    /// The very file that the migration would have written; it wrote nothing.
    SAME
  }

  static Path pathFor(Path bundle, String migration) {
    return bundle.resolveSibling(bundle.getFileName() + ".before-" + migration);
  }

  /// Writes the journal of a migration that replaces `bundle`, before it does.
  static Journal write(Path bundle, String migration, String written, Former former)
      throws IOException {
    Path file = pathFor(bundle, migration);
    try (PendingFile pending =
        PendingFile.write(
            file,
            out -> {
              String line = MAGIC + written + " " + former.name() + "\n";
              out.write(line.getBytes(StandardCharsets.US_ASCII));
              if (former == Former.PRESENT) {
                Files.copy(bundle, out);
              }
            })) {
      pending.commit();
    }
    return new Journal(file, written, former);
  }

  static Journal read(Path file) throws IOException {
    try (InputStream in = open(file)) {
      String line = line(in);
      String[] words = line.split(" ", -1);
      if (line.startsWith(MAGIC) && words.length == 4) {
        return new Journal(file, words[2], Former.valueOf(words[3]));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException("it is not a journal of this Wayleave", e);
    }
    throw new IOException("it is not a journal of this Wayleave");
  }

  /// Puts the former file back under its name, or takes the name away where there was none.
  void restore(Path bundle) throws IOException {
    switch (former) {
      case SAME -> {}
      case ABSENT -> Files.delete(bundle);
      case PRESENT -> {
        try (PendingFile pending =
            PendingFile.write(
                bundle,
                out -> {
                  try (InputStream in = open(file)) {
                    line(in);
                    in.transferTo(out);
                  }
                })) {
          pending.commit();
        }
      }
    }
    Files.delete(file);
    PendingFile.syncFolderOf(bundle);
  }

  private static InputStream open(Path file) throws IOException {
    return new BufferedInputStream(Files.newInputStream(file));
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n' && b >= 0 && line.size() < MAX_LINE; b = in.read()) {
      line.write(b);
    }
    return line.toString(StandardCharsets.US_ASCII);
  }
}
