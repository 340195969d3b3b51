package dev.wayleave.cli.oidc;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.oidc.InputException;
import dev.wayleave.oidc.person.PeopleReader;
import dev.wayleave.oidc.person.Person;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/// Where the people of the new provider are read.
final class Directories {
  @Option(
      names = "--directory",
      paramLabel = "PLACE",
      description = {
        "The people of the new provider: a file of CSV, JSON or LDIF, a folder of Keycloak's",
        "export, keycloak:https://HOST/realms/REALM or scim:https://HOST/PATH."
      })
  private @Nullable String directory;

  @Option(
      names = "--directory-credentials",
      paramLabel = "FILE",
      description =
          "Lines NAME=VALUE with the names that the environment has for keycloak: and scim:.")
  private @Nullable String credentials;

  @Option(
      names = "--subject-attribute",
      paramLabel = "NAME",
      description =
          "Which attribute of an LDIF or SCIM user the new provider's tokens have as sub.")
  private @Nullable String subjectAttribute;

  boolean given() {
    return directory != null;
  }

  /// Everybody there; null where no place is named.
  @Nullable List<Person> read(Console console) throws InputException {
    if (directory == null) {
      return null;
    }
    Map<String, String> environment = new HashMap<>(console.environment());
    if (credentials != null) {
      environment.putAll(PeopleReader.credentials(console.path(credentials)));
    }
    boolean service = directory.startsWith("keycloak:") || directory.startsWith("scim:");
    return new PeopleReader(environment, time -> TimeUnit.NANOSECONDS.sleep(time.toNanos()))
        .read(service ? directory : console.path(directory).toString(), subjectAttribute);
  }
}
