package dev.wayleave.importers.bundle;

import dev.wayleave.tailnet.inventory.InventorySource;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.bundle.Bundle;
import dev.wayleave.tailnet.inventory.bundle.BundleException;
import dev.wayleave.tailnet.inventory.bundle.BundleReader;
import dev.wayleave.tailnet.model.SecretText;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// A bundle file as a source.
public final class BundleSource implements InventorySource {
  /// An inventory of 100 000 nodes unpacks to about 1 GiB; a file made to exhaust us, to any size.
  private static final long MAX_PAYLOAD_BYTES = 8L << 30;

  private static final int BUFFER_BYTES = 64 * 1024;

  private final Path file;
  private final @Nullable SecretText passphrase;

  public BundleSource(Path file, @Nullable SecretText passphrase) {
    this.file = file;
    this.passphrase = passphrase;
  }

  @Override
  public Reading read(Progress progress) throws SourceException {
    return bundle(progress).reading();
  }

  /// Reads the file with its manifest.
  public Bundle bundle(Progress progress) throws SourceException {
    try (InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES)) {
      return new BundleReader(passphrase, MAX_PAYLOAD_BYTES).read(in, progress);
    } catch (BundleException e) {
      throw new SourceException(file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw new SourceException(FileTrouble.reading(file, e), e);
    }
  }
}
