package dev.wayleave.oidc.person;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.oidc.InputException;
import dev.wayleave.oidc.table.TextFile;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;

/// Reads the users of a realm as Keycloak exports them: a realm with its users, a file
/// `REALM-users-N.json`, a folder of these, or the list that its admin API gives.
///
/// The id of a user is the subject of its tokens, unless a client asks for pairwise ones.
final class KeycloakExport {
  private KeycloakExport() {}

  static List<Person> folder(Path folder) throws InputException {
    TreeSet<Path> files = new TreeSet<>();
    try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, "*-users-*.json")) {
      found.forEach(files::add);
    } catch (IOException e) {
      throw new InputException(folder + " cannot be read; check its permissions.", e);
    }
    List<Person> people = new ArrayList<>();
    String realm = "";
    for (Path file : files) {
      JsonNode root = JsonPeople.parse(file.toString(), TextFile.read(file));
      String own = root.path("realm").asText("");
      if (!realm.isEmpty() && !own.equals(realm)) {
        throw new InputException(
            "%s holds the users of several realms, %s and %s; name the files of one."
                .formatted(folder, realm, own));
      }
      realm = own;
      people.addAll(of(file.toString(), root));
    }
    if (files.isEmpty()) {
      throw new InputException(
          folder + " has no file REALM-users-N.json; export the realm with its users.");
    }
    return people;
  }

  static List<Person> of(String name, JsonNode root) throws InputException {
    JsonNode users = root.isArray() ? root : root.path("users");
    if (root.isArray() && root.size() > 0 && root.get(0).has("realm")) {
      List<JsonNode> realms = new ArrayList<>();
      root.forEach(realm -> {
        if (realm.path("users").size() > 0) {
          realms.add(realm);
        }
      });
      if (realms.size() != 1) {
        throw new InputException(
            "%s holds %d realms with users; export the one of the new issuer."
                .formatted(name, realms.size()));
      }
      users = realms.getFirst().path("users");
    }
    if (!users.isArray()) {
      throw new InputException(
          name
              + " holds no list of users; give an export of a Keycloak realm with its users, or a"
              + " SCIM ListResponse.");
    }
    List<Person> people = new ArrayList<>();
    int number = 0;
    for (JsonNode user : users) {
      number++;
      if (user.path("serviceAccountClientId").asText("").isEmpty()) {
        people.add(person(name, number, user));
      }
    }
    return people;
  }

  private static Person person(String name, int number, JsonNode user) throws InputException {
    String id = user.path("id").asText("");
    String username = user.path("username").asText("");
    if (username.isEmpty()) {
      throw new InputException(
          "%s, user %d: there is no username; this is no export of Keycloak."
              .formatted(name, number));
    }
    String displayName =
        (user.path("firstName").asText("") + " " + user.path("lastName").asText("")).strip();
    return new Person(
        id.isEmpty() ? null : id,
        username,
        user.path("email").asText(""),
        user.path("emailVerified").asBoolean(false),
        displayName,
        user.path("enabled").asBoolean(true));
  }
}
