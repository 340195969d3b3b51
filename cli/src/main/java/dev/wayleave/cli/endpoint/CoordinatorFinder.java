package dev.wayleave.cli.endpoint;

import dev.wayleave.api.client.CoordinatorAddress;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds the coordinator to speak to and the key to speak with.
///
/// On the server's own machine both stand in its data directory; elsewhere the environment gives
/// them. A key is sent only to the server it belongs to: the one of a data directory goes to no
/// other URL than the one that stands beside it.
public final class CoordinatorFinder {
  /// The file of a data directory that says where its coordinator listens.
  public static final String URL_FILE = "server.url";

  /// The file of a data directory that holds the key of its administrator.
  public static final String KEY_FILE = "admin.key";

  /// Where data is kept unless something else is said.
  public static final String DEFAULT_DATA = ".wayleave";

  private static final long LONGEST_FILE = 4096;

  private final Console console;
  private final @Nullable Path data;

  /// @param data the data directory that the command line names
  public CoordinatorFinder(Console console, @Nullable Path data) {
    this.console = console;
    this.data = data;
  }

  /// Gives address and key.
  ///
  /// @param wanted the URL that the person wrote; null takes the one that is at hand
  public CoordinatorAddress find(@Nullable URI wanted) throws CommandException {
    return wanted == null ? atHand() : at(wanted);
  }

  private CoordinatorAddress atHand() throws CommandException {
    if (data != null) {
      return inData(data);
    }
    Optional<String> variable = console.variable("WAYLEAVE_DATA");
    if (variable.isPresent()) {
      return inData(console.path(variable.get()));
    }
    Optional<String> url = console.variable("WAYLEAVE_URL");
    if (url.isPresent()) {
      return at(CoordinatorUrl.parse(url.get()));
    }
    Path here = console.path(DEFAULT_DATA);
    if (Files.exists(here.resolve(URL_FILE))) {
      return inData(here);
    }
    Optional<CoordinatorAddress> only = KeptSessions.of(console).only(console.clock().instant());
    if (only.isPresent()) {
      return only.get();
    }
    throw new CommandException(
        "no coordinator is known here; on its own machine give --data DIR or WAYLEAVE_DATA,"
            + " elsewhere WAYLEAVE_URL and WAYLEAVE_API_KEY, or \"wayleave login --server URL\".");
  }

  private CoordinatorAddress inData(Path directory) throws CommandException {
    if (!Files.exists(directory.resolve(URL_FILE))) {
      throw new CommandException(
          "%s is not the data directory of a coordinator that was ever started: it holds no %s."
              .formatted(directory, URL_FILE));
    }
    URI url = CoordinatorUrl.parse(read(directory.resolve(URL_FILE)));
    return new CoordinatorAddress(url, SecretText.of(read(directory.resolve(KEY_FILE))));
  }

  private CoordinatorAddress at(URI url) throws CommandException {
    if (data != null && serves(data, url)) {
      return new CoordinatorAddress(url, SecretText.of(read(data.resolve(KEY_FILE))));
    }
    Optional<Path> variable = console.variable("WAYLEAVE_DATA").map(console::path);
    if (variable.isPresent() && serves(variable.get(), url)) {
      return new CoordinatorAddress(url, SecretText.of(read(variable.get().resolve(KEY_FILE))));
    }
    Optional<SecretText> key = keyOfEnvironment();
    if (key.isPresent()) {
      return new CoordinatorAddress(url, key.get());
    }
    Optional<CoordinatorAddress> kept = KeptSessions.of(console).at(url, console.clock().instant());
    if (kept.isPresent()) {
      return kept.get();
    }
    Path here = console.path(DEFAULT_DATA);
    if (serves(here, url)) {
      return new CoordinatorAddress(url, SecretText.of(read(here.resolve(KEY_FILE))));
    }
    throw new CommandException(
        "there is no API key for %s; give it in WAYLEAVE_API_KEY or a file with it in"
                .formatted(url)
            + " WAYLEAVE_API_KEY_FILE, or on the server's own machine its directory in --data, or"
            + " log in with \"wayleave login --server %s\".".formatted(url));
  }

  private static boolean serves(Path directory, URI url) throws CommandException {
    Path file = directory.resolve(URL_FILE);
    return Files.exists(file) && CoordinatorUrl.same(CoordinatorUrl.parse(read(file)), url);
  }

  private Optional<SecretText> keyOfEnvironment() throws CommandException {
    Optional<String> key = console.variable("WAYLEAVE_API_KEY");
    if (key.isPresent()) {
      return key.map(String::strip).map(SecretText::of);
    }
    Optional<String> file = console.variable("WAYLEAVE_API_KEY_FILE");
    return file.isEmpty()
        ? Optional.empty()
        : Optional.of(SecretText.of(read(console.path(file.get()))));
  }

  private static String read(Path file) throws CommandException {
    try {
      if (Files.size(file) > LONGEST_FILE) {
        throw new CommandException(file + " is too long to be a URL or a key.");
      }
      String text = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (text.isEmpty()) {
        throw new CommandException(file + " is empty.");
      }
      return text;
    } catch (NoSuchFileException e) {
      throw new CommandException(file + " does not exist.", e);
    } catch (AccessDeniedException e) {
      throw new CommandException(
          file + " cannot be read by this user; run this as the user of the coordinator.", e);
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read.", e);
    }
  }
}
