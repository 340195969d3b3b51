package dev.wayleave.cli;

import dev.wayleave.cli.endpoint.BundleFlags;
import dev.wayleave.cli.terminal.Console;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What opens an endpoint: the coordinator on this machine, a bundle.
public final class PlaceOptions {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Data directory of a coordinator on this machine: gives its URL and key.")
  private @Nullable String data;

  @Option(
      names = "--passphrase-file",
      paramLabel = "FILE",
      description = "Holds the passphrase of a bundle (or WAYLEAVE_PASSPHRASE).")
  private @Nullable String passphraseFile;

  /// Whether a coordinator on this machine was named.
  public boolean namesData() {
    return data != null;
  }

  /// Where that coordinator keeps its data; null where none was named.
  public @Nullable Path data(Console console) {
    return data == null ? null : console.path(data);
  }

  public BundleFlags bundle(Console console, boolean plain, boolean withoutSecrets) {
    return new BundleFlags(
        passphraseFile == null ? null : console.path(passphraseFile), plain, withoutSecrets);
  }
}
