package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.importers.headscale.running.Asking;
import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// Finds the API key with which a running Headscale is asked: where Headscale's own command line
/// finds it, or in a file.
public final class RunningHeadscale {
  private static final String KEY = "HEADSCALE_CLI_API_KEY";
  private static final String KEY_FILE = "HEADSCALE_CLI_API_KEY_FILE";
  private static final long LONGEST_FILE = 4096;

  private final Console console;

  public RunningHeadscale(Console console) {
    this.console = console;
  }

  /// The URL of a Headscale server: scheme, host and port.
  public static URI url(String text) throws CommandException {
    try {
      return CoordinatorUrl.parse(text);
    } catch (CommandException e) {
      throw new CommandException(
          "\"%s\" is not the URL of a server; write http(s)://HOST[:PORT] without user and path."
              .formatted(SafeText.line(text.replaceFirst("//[^/@]*@", "//…@"), 200)),
          e);
    }
  }

  /// How it is asked.
  public Asking asking(Endpoints.Running running) throws CommandException {
    if (running.never()) {
      return new Asking.Never();
    }
    URI url = running.url();
    if (url == null) {
      return new Asking.WhereItAnswers();
    }
    return new Asking.At(
        url,
        key()
            .orElseThrow(() ->
                new CommandException(
                    "there is no API key for %s; give one of Headscale's in %s or a file with it in %s."
                        .formatted(url, KEY, KEY_FILE))));
  }

  /// An API key of Headscale's, where one is given.
  private Optional<SecretText> key() throws CommandException {
    Optional<Path> file = console.variable(KEY_FILE).map(console::path);
    if (file.isEmpty()) {
      return console.variable(KEY).map(SecretText::of);
    }
    try {
      if (Files.size(file.get()) > LONGEST_FILE) {
        throw new CommandException("%s is too long for an API key.".formatted(file.get()));
      }
      return Optional.of(
          SecretText.of(Files.readString(file.get(), StandardCharsets.UTF_8).strip()));
    } catch (IOException e) {
      throw new CommandException(
          "the API key in %s cannot be read; correct %s.".formatted(file.get(), KEY_FILE), e);
    }
  }
}
