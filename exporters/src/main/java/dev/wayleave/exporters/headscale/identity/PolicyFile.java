package dev.wayleave.exporters.headscale.identity;

import dev.wayleave.exporters.headscale.identity.RowsJournal.FileEdit;
import dev.wayleave.importers.bundle.FileTrouble;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// The file of a policy.
///
/// It is written in place, because it then keeps its owner and mode, by which the server may read
/// it; the journal holds both texts.
final class PolicyFile {
  private PolicyFile() {}

  static String read(Path file) throws IdentityStoreException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IdentityStoreException(FileTrouble.reading(file, e), e);
    }
  }

  static void write(FileEdit edit) throws IdentityStoreException {
    Path file = Path.of(edit.path());
    try (FileChannel channel =
        FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
      ByteBuffer bytes = ByteBuffer.wrap(edit.after().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new IdentityStoreException(
          "The database was written, but the policy was not: "
              + FileTrouble.writing(file, e)
              + " Both texts are in the journal; take it back, or put the new one there.",
          e);
    }
  }
}
