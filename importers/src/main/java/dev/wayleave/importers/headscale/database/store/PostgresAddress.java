package dev.wayleave.importers.headscale.database.store;

import dev.wayleave.tailnet.inventory.SourceException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Where a PostgreSQL database is, and how to speak to it; never a password.
///
/// @param sslMode as libpq names it: `disable`, `allow`, `prefer`, `require`, `verify-ca`,
///   `verify-full`
/// @param sslRootCertificate the path of the authorities to trust, or null for the driver's default
public record PostgresAddress(
    String host,
    int port,
    String database,
    String user,
    String sslMode,
    @Nullable String sslRootCertificate) {
  public static final int DEFAULT_PORT = 5432;
  public static final String DEFAULT_SSL_MODE = "prefer";

  private static final List<String> SSL_MODES =
      List.of("disable", "allow", "prefer", "require", "verify-ca", "verify-full");
  private static final String FORM =
      "headscale+postgres://[USER@]HOST[:PORT]/DATABASE[?sslmode=MODE]";

  /// Reads `//[user@]host[:port]/database[?sslmode=…&sslrootcert=…]`, what follows the scheme.
  ///
  /// @param environment for `PGUSER`, and the name of the person asking
  public static PostgresAddress parse(String rest, Map<String, String> environment)
      throws SourceException {
    URI uri;
    try {
      uri = new URI("postgres:" + rest);
    } catch (URISyntaxException withheld) {
      // The cause repeats the text, which may hold a password.
      throw new SourceException("the address of the database is malformed; write " + FORM);
    }
    Map<String, String> parameters = parameters(uri.getRawQuery());
    String userInfo = uri.getUserInfo();
    if ((userInfo != null && userInfo.contains(":")) || parameters.containsKey("password")) {
      throw new SourceException(
          "an address with a password in it is refused, because others can read it in the list of"
              + " processes; give the password in PGPASSWORD or in a pgpass file");
    }
    String path = uri.getPath();
    if (uri.getHost() == null || path == null || path.length() < 2) {
      throw new SourceException("the address of the database lacks a part; write " + FORM);
    }
    return new PostgresAddress(
        uri.getHost().replaceAll("^\\[|]$", ""),
        uri.getPort() < 0 ? DEFAULT_PORT : uri.getPort(),
        path.substring(1),
        userInfo == null || userInfo.isEmpty() ? defaultUser(environment) : userInfo,
        sslMode(parameters),
        parameters.get("sslrootcert"));
  }

  private static Map<String, String> parameters(@Nullable String query) throws SourceException {
    Map<String, String> parameters = new LinkedHashMap<>();
    for (String pair : query == null || query.isEmpty() ? new String[0] : query.split("&", -1)) {
      String name = pair.substring(0, Math.max(0, pair.indexOf('=')));
      if (!List.of("sslmode", "sslrootcert", "password").contains(name)) {
        throw new SourceException(
            "the address of the database has a parameter other than sslmode and sslrootcert; write "
                + FORM);
      }
      String value = pair.substring(name.length() + 1);
      parameters.put(name, URLDecoder.decode(value, StandardCharsets.UTF_8));
    }
    return parameters;
  }

  private static String sslMode(Map<String, String> parameters) throws SourceException {
    String mode = parameters.getOrDefault("sslmode", DEFAULT_SSL_MODE);
    if (!SSL_MODES.contains(mode)) {
      throw new SourceException(
          "sslmode " + mode + " is unknown; use one of " + String.join(", ", SSL_MODES));
    }
    return mode;
  }

  private static String defaultUser(Map<String, String> environment) throws SourceException {
    String user = environment.getOrDefault("PGUSER", environment.getOrDefault("USER", ""));
    if (user.isEmpty()) {
      throw new SourceException(
          "the address of the database names no user; write " + FORM + " or set PGUSER");
    }
    return user;
  }

  /// Host, port and database for sentences; the brackets of IPv6 included.
  public String label() {
    return (host.contains(":") ? "[" + host + "]" : host) + ":" + port + "/" + database;
  }
}
