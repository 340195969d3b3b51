package dev.wayleave.exporters.bundle;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import dev.wayleave.exporters.file.PendingFile;
import dev.wayleave.importers.bundle.BundleSource;
import dev.wayleave.importers.bundle.FileTrouble;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.bundle.Bundle;
import dev.wayleave.tailnet.inventory.bundle.BundleReader;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// What stands under the bundle's name at a certain moment.
///
/// @param place the file itself where the name is a symbolic link
/// @param bundle null where there is no file
/// @param sha256 of its bytes; empty where there is no file
/// @param encrypted whether it takes a passphrase to read it
record FormerBundle(Path place, @Nullable Bundle bundle, String sha256, boolean encrypted) {
  private static final SourceInfo NOTHING = new SourceInfo("bundle", "", "");

  /// Reads it; a file that is no bundle, or cannot be opened, is refused and never written over.
  static FormerBundle read(Path file, BundleOptions options, Progress progress)
      throws TargetException {
    try {
      Path place = placeOf(file);
      if (Files.notExists(place)) {
        if (!Files.isDirectory(FileTrouble.folderOf(place))) {
          throw new NoSuchFileException(place.toString());
        }
        return new FormerBundle(place, null, "", false);
      }
      if (Files.isDirectory(place)) {
        throw new TargetException(UNAVAILABLE, FileTrouble.writing(place, new IOException()));
      }
      String sha256 = PendingFile.sha256Of(place);
      Bundle bundle = new BundleSource(place, options.passphrase()).bundle(progress);
      return new FormerBundle(place, bundle, sha256, isEncrypted(place));
    } catch (SourceException e) {
      throw new TargetException(UNAVAILABLE, e.getMessage() + " Nothing is written over it.", e);
    } catch (NoSuchFileException e) {
      throw new TargetException(UNAVAILABLE, FileTrouble.writing(file, e), e);
    } catch (IOException e) {
      throw new TargetException(UNAVAILABLE, FileTrouble.reading(file, e), e);
    }
  }

  /// Where the bundle is written: a symbolic link stays one.
  static Path placeOf(Path file) throws IOException {
    return Files.isSymbolicLink(file) ? file.toRealPath() : file;
  }

  private static boolean isEncrypted(Path place) throws IOException {
    try (InputStream in = Files.newInputStream(place)) {
      return BundleReader.isEncrypted(in);
    }
  }

  boolean isAbsent() {
    return bundle == null;
  }

  Inventory inventory() {
    return bundle == null ? Inventory.empty(NOTHING) : bundle.reading().inventory();
  }

  /// Whether the file holds just this reading, written in just this way.
  boolean isWritten(Reading reading, BundleOptions options) {
    return bundle != null
        && bundle.reading().equals(reading)
        && bundle.manifest().withoutSecrets() == options.withoutSecrets()
        && encrypted != options.plain();
  }

  /// Whether the same bytes, or the same nothing, are there now.
  boolean isStillThere() throws IOException {
    if (isAbsent()) {
      return Files.notExists(place);
    }
    return Files.exists(place) && PendingFile.sha256Of(place).equals(sha256);
  }
}
