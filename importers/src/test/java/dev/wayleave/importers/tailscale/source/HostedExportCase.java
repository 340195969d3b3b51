package dev.wayleave.importers.tailscale.source;

import dev.wayleave.importers.tailscale.HostedOptions;
import dev.wayleave.importers.tailscale.folder.ExportFolder;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.testkit.hosted.HostedSample;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;

/// The sample export in a folder of a test's own, changed as the test wants.
final class HostedExportCase {
  private final Path folder;

  private HostedExportCase(Path folder) {
    this.folder = folder;
  }

  static HostedExportCase sample(Path folder) {
    return new HostedExportCase(HostedSample.copyTo(folder));
  }

  /// A folder that holds nothing yet.
  static HostedExportCase empty(Path folder) {
    return new HostedExportCase(folder);
  }

  static HostedOptions options() {
    return HostedOptions.at(() -> HostedSample.TOLD_AT);
  }

  HostedExportCase write(String file, String text) {
    try {
      Path path = folder.resolve(file);
      Files.createDirectories(path.resolveSibling("."));
      Files.writeString(path, text);
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HostedExportCase change(String file, UnaryOperator<String> change) {
    try {
      String before = Files.readString(folder.resolve(file));
      String after = change.apply(before);
      if (after.equals(before)) {
        throw new IllegalStateException("the change of " + file + " changes nothing");
      }
      return write(file, after);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  HostedExportCase delete(String file) {
    try {
      Files.delete(folder.resolve(file));
      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Reading read() throws SourceException {
    return read(options());
  }

  Reading read(HostedOptions options) throws SourceException {
    return new HostedSource(ExportFolder.open(folder), options).read(Progress.SILENT);
  }

  static Node node(Reading reading, String givenName) {
    return reading.inventory().nodes().stream()
        .filter(node -> node.givenName().equals(givenName))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no node " + givenName));
  }

  static User user(Reading reading, String login) {
    return reading.inventory().users().stream()
        .filter(user -> user.name().equals(login))
        .findFirst()
        .orElseThrow(() -> new AssertionError("there is no user " + login));
  }

  /// Findings of a code, as `LEVEL object`.
  static List<String> findings(Reading reading, String code) {
    return reading.findings().stream()
        .filter(finding -> finding.code().equals(code))
        .map(finding -> finding.level() + " " + finding.object())
        .toList();
  }

  static Finding finding(Reading reading, String code) {
    return reading.findings().stream()
        .filter(finding -> finding.code().equals(code))
        .findFirst()
        .orElseThrow(
            () -> new AssertionError("there is no " + code + " among " + reading.findings()));
  }
}
