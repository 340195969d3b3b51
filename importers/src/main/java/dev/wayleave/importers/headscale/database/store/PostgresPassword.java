package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The password for a database, found where PostgreSQL's own clients find it: `PGPASSWORD`, else
/// the file `PGPASSFILE`, else `~/.pgpass`.
///
/// @param value null where there is none; the server may trust its callers
/// @param ignoredFile a password file that was not read, because others can read it too
/// @param ignoredWhy the reason in a few words, for example `it has mode rw-r--r--`
public record PostgresPassword(
    @Nullable SecretText value, @Nullable Path ignoredFile, String ignoredWhy) {
  /// What others must not have on a password file: libpq wants 0600 or less.
  private static final Set<PosixFilePermission> TOO_OPEN =
      Set.of(
          PosixFilePermission.GROUP_READ,
          PosixFilePermission.GROUP_WRITE,
          PosixFilePermission.GROUP_EXECUTE,
          PosixFilePermission.OTHERS_READ,
          PosixFilePermission.OTHERS_WRITE,
          PosixFilePermission.OTHERS_EXECUTE);

  public static PostgresPassword none() {
    return new PostgresPassword(null, null, "");
  }

  boolean isGiven() {
    return value != null;
  }

  public static PostgresPassword of(SecretText value) {
    return new PostgresPassword(value, null, "");
  }

  /// Looks the password up; the environment is handed in.
  public static PostgresPassword find(PostgresAddress address, Map<String, String> environment) {
    String given = environment.getOrDefault("PGPASSWORD", "");
    if (!given.isEmpty()) {
      return of(SecretText.of(given));
    }
    String named = environment.getOrDefault("PGPASSFILE", "");
    String home = environment.getOrDefault("HOME", "");
    if (named.isEmpty() && home.isEmpty()) {
      return none();
    }
    Path file = named.isEmpty() ? Path.of(home, ".pgpass") : Path.of(named);
    return Files.exists(file) ? read(file, address) : none();
  }

  private static PostgresPassword read(Path file, PostgresAddress address) {
    if (!Files.isRegularFile(file)) {
      return ignored(file, "it is not a regular file");
    }
    try {
      Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
      if (mode.stream().anyMatch(TOO_OPEN::contains)) {
        return ignored(file, "its group or others have access to it");
      }
      String content = Files.readString(file, StandardCharsets.UTF_8);
      return PgPass.parse(content)
          .find(address.host(), address.port(), address.database(), address.user())
          .map(PostgresPassword::of)
          .orElseGet(PostgresPassword::none);
    } catch (IOException | UnsupportedOperationException e) {
      return ignored(file, "it cannot be read");
    }
  }

  private static PostgresPassword ignored(Path file, String why) {
    return new PostgresPassword(null, file, why);
  }
}
