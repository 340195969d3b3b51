package dev.wayleave.oidc.person;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.oidc.InputException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Asks Keycloak's admin API for the users of a realm, page by page.
final class KeycloakRealm {
  private static final int PAGE = 200;
  private static final int MOST_PAGES = 5_000;
  private static final String REALMS = "/realms/";

  private final Service service;
  private final String issuer;
  private final Map<String, String> environment;

  KeycloakRealm(Service service, String issuer, Map<String, String> environment) {
    this.service = service;
    this.issuer = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    this.environment = environment;
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
    String token = token();
    List<Person> people = new ArrayList<>();
    for (int page = 0; page < MOST_PAGES; page++) {
      URI url = Service.address(users + "&first=" + page * PAGE + "&max=" + PAGE);
      JsonNode list = service.get(url, token);
      people.addAll(KeycloakExport.of(issuer, list));
      if (list.size() < PAGE) {
        return people;
      }
    }
    throw new InputException(
        "%s has more than %d users; export those of the tailnet and give the file."
            .formatted(issuer, MOST_PAGES * PAGE));
  }

  private String token() throws InputException {
    String token = environment.getOrDefault("KEYCLOAK_TOKEN", "").strip();
    if (!token.isEmpty()) {
      return token;
    }
    String client = environment.getOrDefault("KEYCLOAK_CLIENT_ID", "").strip();
    String secret = environment.getOrDefault("KEYCLOAK_CLIENT_SECRET", "").strip();
    if (client.isEmpty() || secret.isEmpty()) {
      throw new InputException(
          "There is no credential for "
              + issuer
              + "; set KEYCLOAK_TOKEN, or KEYCLOAK_CLIENT_ID and KEYCLOAK_CLIENT_SECRET of a client"
              + " whose service account may view users.");
    }
    JsonNode answer =
        service.post(
            Service.address(issuer + "/protocol/openid-connect/token"),
            Map.of(
                "grant_type", "client_credentials", "client_id", client, "client_secret", secret));
    String given = answer.path("access_token").asText("");
    if (given.isEmpty()) {
      throw new InputException(
          issuer + " gives no token to the client " + client + "; check its service account.");
    }
    return given;
  }
}
