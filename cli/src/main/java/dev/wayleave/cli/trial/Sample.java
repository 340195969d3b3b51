package dev.wayleave.cli.trial;

import dev.wayleave.cli.terminal.CommandException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// The Headscale server that comes with Wayleave, unpacked to a folder that only its owner can
/// read.
public final class Sample implements AutoCloseable {
  private static final String FOLDER = "/dev/wayleave/cli/sample/";
  private static final String CONFIG = "config.yaml";
  private static final List<String> FILES =
      List.of(
          CONFIG,
          "db.sqlite",
          "noise_private.key",
          "derp_server_private.key",
          "policy.hujson",
          "extra_records.json");

  private final Path directory;

  private Sample(Path directory) {
    this.directory = directory;
  }

  public static Sample unpack() throws CommandException {
    try {
      Sample sample = new Sample(Files.createTempDirectory("wayleave-sample-"));
      for (String name : FILES) {
        sample.unpack(name);
      }
      return sample;
    } catch (IOException e) {
      throw new CommandException(
          "the sample could not be unpacked to the folder for temporary files (%s)."
              .formatted(e.getMessage()),
          e);
    }
  }

  private void unpack(String name) throws IOException {
    try (InputStream in = Sample.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IOException("this build holds no " + name);
      }
      Files.copy(in, directory.resolve(name));
    }
  }

  /// Its configuration file.
  public Path config() {
    return directory.resolve(CONFIG);
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException leftBehind) {
      // It is a sample without a secret of anyone's; the system clears its temporary folder.
    }
  }
}
