package dev.wayleave.cli.endpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.api.client.CoordinatorAddress;
import dev.wayleave.cli.PrivateFile;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The keys of this person's logins, one for each coordinator, in a file that nobody else reads:
/// `sessions.json` in `$XDG_CONFIG_HOME/wayleave`, or in `~/.config/wayleave`.
///
/// A key goes to no other URL than the one that it was given at.
public final class KeptSessions {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "sessions.json";

  private final @Nullable Path file;

  /// A login.
  ///
  /// @param user what the person is called there
  public record Kept(URI url, SecretText key, String user, Instant until) {}

  private KeptSessions(@Nullable Path file) {
    this.file = file;
  }

  public static KeptSessions of(Console console) {
    Optional<Path> home =
        console
            .variable("XDG_CONFIG_HOME")
            .map(console::path)
            .or(() -> console.variable("HOME").map(text -> console.path(text).resolve(".config")));
    return new KeptSessions(home.map(dir -> dir.resolve("wayleave").resolve(FILE)).orElse(null));
  }

  /// The address with the key of the login there.
  ///
  /// @throws CommandException where the login has ended
  Optional<CoordinatorAddress> at(URI url, Instant now) throws CommandException {
    Optional<Kept> kept = find(url);
    if (kept.isPresent() && !now.isBefore(kept.get().until())) {
      throw new CommandException(
          "your login at %s has ended; log in again with \"wayleave login --server %s\"."
              .formatted(kept.get().url(), kept.get().url()));
    }
    return kept.map(one -> new CoordinatorAddress(one.url(), one.key()));
  }

  /// The address of the only login that lasts.
  Optional<CoordinatorAddress> only(Instant now) throws CommandException {
    List<Kept> lasting = all().stream().filter(one -> now.isBefore(one.until())).toList();
    return lasting.size() == 1
        ? Optional.of(new CoordinatorAddress(lasting.getFirst().url(), lasting.getFirst().key()))
        : Optional.empty();
  }

  /// The login at a URL, also one that has ended.
  public Optional<Kept> find(URI url) throws CommandException {
    return all().stream().filter(one -> CoordinatorUrl.same(one.url(), url)).findFirst();
  }

  /// All of them.
  public List<Kept> all() throws CommandException {
    if (file == null || !Files.exists(file)) {
      return List.of();
    }
    try {
      List<Kept> found = new ArrayList<>();
      for (JsonNode one : JSON.readTree(Files.readString(file, StandardCharsets.UTF_8))) {
        found.add(
            new Kept(
                CoordinatorUrl.parse(one.path("url").asText()),
                SecretText.of(one.path("key").asText()),
                one.path("user").asText(),
                Instant.parse(one.path("until").asText())));
      }
      return found;
    } catch (JsonProcessingException | DateTimeParseException e) {
      throw new CommandException(
          file + " is not what \"wayleave login\" wrote; delete it and log in again.", e);
    } catch (IOException e) {
      throw new CommandException(file + " cannot be read.", e);
    }
  }

  /// Keeps a login in place of the one that there was at its URL.
  public void keep(Kept kept) throws CommandException {
    List<Kept> next = new ArrayList<>(without(kept.url()));
    next.add(kept);
    write(next);
  }

  /// Forgets the login at a URL.
  public void forget(URI url) throws CommandException {
    write(without(url));
  }

  private List<Kept> without(URI url) throws CommandException {
    return all().stream().filter(one -> !CoordinatorUrl.same(one.url(), url)).toList();
  }

  private void write(List<Kept> sessions) throws CommandException {
    if (file == null) {
      throw new CommandException(
          "there is no place for the key of a login; set HOME or XDG_CONFIG_HOME.");
    }
    try {
      Path folder = file.getParent();
      if (folder != null) {
        Files.createDirectories(folder);
      }
      try (OutputStream out = PrivateFile.create(file)) {
        out.write(
            JSON.writerWithDefaultPrettyPrinter()
                .writeValueAsBytes(sessions.stream().map(KeptSessions::json).toList()));
      }
    } catch (IOException e) {
      throw new CommandException(file + " cannot be written (" + e.getMessage() + ").", e);
    }
  }

  private static ObjectNode json(Kept kept) {
    return JSON.createObjectNode()
        .put("url", kept.url().toString())
        .put("key", kept.key().reveal())
        .put("user", kept.user())
        .put("until", kept.until().toString());
  }
}
