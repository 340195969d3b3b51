package dev.wayleave.cli.apikeys;

import dev.wayleave.api.ApiKeyView;
import dev.wayleave.api.client.AdministrationClient;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Which API key a verb is about.
final class KeyOption {
  /// As Headscale since 0.28 lists a key: its beginning, and stars for the rest.
  private static final Pattern MASKED = Pattern.compile("hskey-api-([A-Za-z0-9_-]{12})(?:-.*)?");

  @Option(
      names = {"-i", "--id", "--identifier"},
      paramLabel = "ID",
      description = "The key of this id.")
  private @Nullable Long id;

  @Option(
      names = {"-p", "--prefix"},
      paramLabel = "PREFIX",
      description = "The key with this prefix, as \"apikeys list\" shows it.")
  private @Nullable String prefix;

  void check() throws CommandException {
    if ((id == null) == (prefix == null)) {
      throw new CommandException("name the key with either --id ID or --prefix PREFIX.");
    }
  }

  long find(AdministrationClient client) throws CommandException, ApiException {
    if (id != null) {
      return id;
    }
    String given = String.valueOf(prefix);
    Matcher masked = MASKED.matcher(given);
    String wanted = masked.matches() ? masked.group(1) : given;
    for (ApiKeyView key : client.apiKeys()) {
      if (key.prefix().equals(wanted)) {
        return key.id();
      }
    }
    throw new CommandException(
        "there is no API key with the prefix \"%s\".".formatted(SafeText.line(given, 24)));
  }
}
