package dev.wayleave.oidc.person;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.oidc.InputException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Asks Keycloak's admin API for the users of a realm, page by page.
final class KeycloakRealm {
  private static final int PAGE = 200;
  private static final int MOST_PAGES = 5_000;
  private static final String REALMS = "/realms/";

  private final Service service;
  private final String issuer;
  private final KeycloakLogin login;

  KeycloakRealm(Service service, String issuer, Map<String, String> environment) {
    this.service = service;
    this.issuer = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    this.login = new KeycloakLogin(service, this.issuer, environment);
  }

  List<Person> people() throws InputException {
    int at = issuer.lastIndexOf(REALMS);
    if (at < 0 || at + REALMS.length() == issuer.length()) {
      throw new InputException(
          "keycloak:%s names no realm; write keycloak:https://HOST/realms/REALM."
              .formatted(issuer));
    }
    Service.address(issuer);
    String users =
        issuer.substring(0, at)
            + "/admin"
            + issuer.substring(at)
            + "/users?briefRepresentation=true";
    Set<String> seen = new HashSet<>();
    List<Person> people = new ArrayList<>();
    for (int page = 0; page < MOST_PAGES; page++) {
      URI url = Service.address(users + "&first=" + page * PAGE + "&max=" + PAGE);
      JsonNode list = service.get(url, login);
      if (!list.isArray()) {
        throw new InputException(issuer + " answers no list of users; is it a Keycloak?");
      }
      int before = seen.size();
      for (Person person : KeycloakExport.of(issuer, list)) {
        // Who is made meanwhile moves others to the next page.
        if (seen.add(person.username())) {
          people.add(person);
        }
      }
      if (list.size() < PAGE) {
        return people;
      }
      if (seen.size() == before && page > 0) {
        throw new InputException(
            issuer + " gives the same users again and again; export them and give the file.");
      }
    }
    throw new InputException(
        "%s has more than %d users; export those of the tailnet and give the file."
            .formatted(issuer, MOST_PAGES * PAGE));
  }
}
