package dev.wayleave.importers.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleSourceTest {
  private static final SecretText PASSPHRASE = SecretText.of("correct horse");

  private final Reading reading = TailnetBuilder.seeded(2).reading();

  @TempDir Path folder;

  @Test
  void readsWhatWasWritten() throws Exception {
    write(new Protection.Passphrase(PASSPHRASE, new SecureRandom()));
    assertThat(new BundleSource(file(), PASSPHRASE).read(Progress.SILENT)).isEqualTo(reading);
  }

  @Test
  void wrongAndMissingPassphraseAreTold() throws Exception {
    write(new Protection.Passphrase(PASSPHRASE, new SecureRandom()));
    refused(SecretText.of("wrong"), ": The passphrase does not open this bundle");
    refused(null, ": The bundle is encrypted; give the passphrase");
  }

  @Test
  void truncatedBundleIsTold() throws Exception {
    write(new Protection.Plain());
    byte[] bytes = Files.readAllBytes(file());
    Files.write(file(), Arrays.copyOf(bytes, bytes.length / 2));
    refused(null, ": The bundle ends before its end");
  }

  @Test
  void otherFilesAreTold() throws Exception {
    Files.writeString(file(), "SQLite format 3");
    refused(null, ": This is not a Wayleave bundle.");
    Files.writeString(file(), "");
    refused(null, ": This is not a Wayleave bundle.");
  }

  @Test
  void missingFileAndFolderAreTold() throws Exception {
    assertThatThrownBy(() -> new BundleSource(file(), null).read(Progress.SILENT))
        .isInstanceOf(SourceException.class)
        .hasMessage("There is no file " + file() + "; check the path.");
    Files.createDirectory(file());
    refused(null, " is a folder, not a bundle; name the file in it.");
  }

  @Test
  void troublesOfTheDiskAreSentencesWithARemedy() {
    Path file = file();
    assertThat(FileTrouble.reading(file, new AccessDeniedException(file.toString())))
        .isEqualTo(
            "The file "
                + file
                + " may not be read; run as the user who owns it, or change its permissions.");
    assertThat(FileTrouble.writing(file, new AccessDeniedException(file.toString())))
        .isEqualTo(
            "The folder "
                + folder
                + " may not be written to; run as the user who owns it, or write the bundle"
                + " elsewhere.");
    assertThat(
            FileTrouble.writing(
                file, new FileSystemException(file.toString(), null, "No space left on device")))
        .startsWith("The bundle does not fit into " + folder + " (No space left on device); free");
    assertThat(FileTrouble.writing(file, new IOException("Input/output error")))
        .isEqualTo(file + " cannot be written: Input/output error; check the disk it is on.");
  }

  private void refused(@Nullable SecretText passphrase, String message) {
    assertThatThrownBy(() -> new BundleSource(file(), passphrase).read(Progress.SILENT))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith(file() + message);
  }

  private Path file() {
    return folder.resolve("x.bundle");
  }

  private void write(Protection protection) throws IOException {
    try (OutputStream out = Files.newOutputStream(file())) {
      new BundleWriter(Instant.EPOCH, protection, false).write(reading, out, Progress.SILENT);
    }
  }
}
