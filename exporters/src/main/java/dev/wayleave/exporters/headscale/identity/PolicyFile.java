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
final class PolicyFile implements AutoCloseable {
  private final FileEdit edit;
  private final FileChannel channel;

  private PolicyFile(FileEdit edit, FileChannel channel) {
    this.edit = edit;
    this.channel = channel;
  }

  static String read(Path file) throws IdentityStoreException {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new IdentityStoreException(FileTrouble.reading(file, e), e);
    }
  }

  /// Opens the file before the database is written, so that one that cannot be is known of in time.
  static PolicyFile open(FileEdit edit) throws IdentityStoreException {
    Path file = Path.of(edit.path());
    try {
      return new PolicyFile(edit, FileChannel.open(file, StandardOpenOption.WRITE));
    } catch (IOException e) {
      throw new IdentityStoreException(
          "Nothing was written, because the policy cannot be: " + FileTrouble.writing(file, e), e);
    }
  }

  /// Writes the new text; the database was written before.
  void write() throws IdentityStoreException {
    try {
      channel.truncate(0);
      ByteBuffer bytes = ByteBuffer.wrap(edit.after().getBytes(StandardCharsets.UTF_8));
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
      channel.force(true);
    } catch (IOException e) {
      throw new IdentityStoreException(
          "The database was written, but the policy was not: "
              + FileTrouble.writing(Path.of(edit.path()), e)
              + " Both texts are in the journal; take it back, or put the new one there.",
          e);
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException ignored) {
      // What was written is on the disk already.
    }
  }
}
