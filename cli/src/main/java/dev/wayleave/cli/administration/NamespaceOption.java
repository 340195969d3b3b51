package dev.wayleave.cli.administration;

import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// What users were called before Headscale 0.19; until 0.28 it answered with the new name.
public final class NamespaceOption {
  @Option(
      names = {"-n", "--namespace"},
      hidden = true)
  private @Nullable String namespace;

  public void check(String command) throws OldSpellingException {
    if (namespace != null) {
      throw new OldSpellingException("--namespace", command + " --user USER");
    }
  }
}
