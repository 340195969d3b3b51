package dev.wayleave.cli.oidc;

import dev.wayleave.cli.Surroundings;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.ProgressLine;
import dev.wayleave.tailnet.identity.rewrite.IdentityStore;
import dev.wayleave.tailnet.identity.rewrite.IdentityStoreException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The file that a run left, and the store that it is about.
final class KeptFile {
  @Parameters(
      paramLabel = "FILE",
      description = "The journal that apply printed; verify takes a saved plan too.")
  private String file = "";

  @Option(
      names = "--endpoint",
      paramLabel = "ENDPOINT",
      description = "Where the users are now; where they were unless given.")
  private @Nullable String endpoint;

  @Mixin private final StoreOptions options = new StoreOptions();

  Path path(Console console) {
    return console.path(file);
  }

  /// Where the users are, which the file says unless the command line does.
  String place(String kept) {
    return endpoint == null ? kept : endpoint;
  }

  /// What is done with a store.
  @FunctionalInterface
  interface Work<T> {
    T in(IdentityStore store) throws IdentityStoreException;
  }

  /// Opens the store and closes it again.
  ///
  /// @param place as [#place] gives it
  <T> T ask(Surroundings surroundings, String place, Work<T> work)
      throws CommandException, IdentityStoreException {
    try (ProgressLine progress = new ProgressLine(surroundings.console());
        IdentityStore store =
            options.open(surroundings, options.endpoint(surroundings, place), progress).store()) {
      return work.in(store);
    }
  }
}
