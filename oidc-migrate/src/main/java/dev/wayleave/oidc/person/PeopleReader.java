package dev.wayleave.oidc.person;

import dev.wayleave.oidc.InputException;
import dev.wayleave.oidc.table.Table;
import dev.wayleave.oidc.table.TextFile;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads the people of an identity provider from wherever they are listed: a file of CSV, JSON
/// (Keycloak, SCIM) or LDIF, a folder of Keycloak's export, Keycloak's admin API, a SCIM service.
///
/// A file is told apart by its beginning, not by its name.
public final class PeopleReader {
  private final Map<String, String> environment;
  private final Pause pause;

  /// @param environment where credentials of services are found, see `docs/oidc-migration.md`
  /// @param pause how to wait before a service is asked again
  public PeopleReader(Map<String, String> environment, Pause pause) {
    this.environment = Map.copyOf(environment);
    this.pause = pause;
  }

  /// Reads credentials from a file of lines NAME=VALUE, with the names that the environment has.
  public static Map<String, String> credentials(Path file) throws InputException {
    Map<String, String> values = new HashMap<>();
    int number = 0;
    for (String line : TextFile.read(file).lines().map(String::strip).toList()) {
      number++;
      int equals = line.indexOf('=');
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (equals <= 0) {
        throw new InputException(
            "%s, line %d: this is not NAME=VALUE; write for example SCIM_TOKEN=…."
                .formatted(file, number));
      }
      values.put(line.substring(0, equals).strip(), line.substring(equals + 1).strip());
    }
    return values;
  }

  /// Reads everybody.
  ///
  /// @param where a file, a folder, `keycloak:https://HOST/realms/REALM` or
  ///   `scim:https://HOST/PATH`
  /// @param subjectAttribute of an LDIF, or the member of a SCIM user: what the provider's tokens
  ///   will have as subject; null where that is not known
  public List<Person> read(String where, @Nullable String subjectAttribute) throws InputException {
    if (where.startsWith("keycloak:")) {
      String realm = where.substring("keycloak:".length());
      try (HttpClient http = http()) {
        return new KeycloakRealm(new Service(http, pause), realm, environment).people();
      }
    }
    if (where.startsWith("scim:")) {
      String base = where.substring("scim:".length());
      try (HttpClient http = http()) {
        return new ScimService(new Service(http, pause), base, environment, subjectAttribute)
            .people();
      }
    }
    Path file = Path.of(where);
    return Files.isDirectory(file)
        ? KeycloakExport.folder(file)
        : file(file, TextFile.read(file), subjectAttribute);
  }

  private static List<Person> file(Path file, String text, @Nullable String subjectAttribute)
      throws InputException {
    String name = file.toString();
    String begin = text.stripLeading();
    if (begin.startsWith("{") || begin.startsWith("[")) {
      return JsonPeople.of(name, text, subjectAttribute);
    }
    String first = begin.lines().findFirst().orElse("").toLowerCase(Locale.ROOT);
    boolean ldif = first.startsWith("dn:") || first.startsWith("version:") || first.startsWith("#");
    return ldif
        ? LdifPeople.of(name, text, subjectAttribute)
        : PeopleTable.of(Table.parse(name, text));
  }

  private static HttpClient http() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(15))
        .followRedirects(HttpClient.Redirect.NEVER)
        .build();
  }

  /// How to wait.
  @FunctionalInterface
  public interface Pause {
    void wait(Duration time) throws InterruptedException;
  }
}
