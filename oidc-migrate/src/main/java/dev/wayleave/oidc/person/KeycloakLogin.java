package dev.wayleave.oidc.person;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.oidc.InputException;
import java.net.URI;
import java.util.Map;
import java.util.TreeMap;

/// Gets tokens for Keycloak's admin API: one that somebody has, one of a client's service account,
/// or one of a user by name and password.
///
/// Keycloak's tokens last minutes, and those of its administration one; so a new one is got where
/// the service takes the old one no longer.
final class KeycloakLogin implements Service.Bearer {
  /// The client that every realm has for its administration.
  private static final String USUAL_CLIENT = "admin-cli";

  private final Service service;
  private final String issuer;
  private final Map<String, String> environment;
  private String token = "";

  /// @param issuer of the realm that is asked, without a slash at its end
  KeycloakLogin(Service service, String issuer, Map<String, String> environment) {
    this.service = service;
    this.issuer = issuer;
    this.environment = environment;
  }

  @Override
  public String token() throws InputException {
    if (token.isEmpty()) {
      String given = value("KEYCLOAK_TOKEN");
      token = given.isEmpty() ? asked() : given;
    }
    return token;
  }

  @Override
  public boolean renew() {
    boolean another = value("KEYCLOAK_TOKEN").isEmpty() && !token.isEmpty();
    token = another ? "" : token;
    return another;
  }

  private String value(String name) {
    return environment.getOrDefault(name, "").strip();
  }

  private String asked() throws InputException {
    Map<String, String> form = form();
    URI url = Service.address(realm() + "/protocol/openid-connect/token");
    JsonNode answer = service.post(url, form);
    String given = answer.path("access_token").asText("");
    if (given.isEmpty()) {
      throw new InputException(
          "%s gives no token to the client %s; check its grants."
              .formatted(realm(), form.get("client_id")));
    }
    return given;
  }

  /// An administrator often is a user of the realm `master` and not of the one that is asked.
  private String realm() {
    String realm = value("KEYCLOAK_REALM");
    return realm.isEmpty()
        ? issuer
        : issuer.substring(0, issuer.lastIndexOf('/') + 1) + Service.encoded(realm);
  }

  private Map<String, String> form() throws InputException {
    String client = value("KEYCLOAK_CLIENT_ID");
    String secret = value("KEYCLOAK_CLIENT_SECRET");
    String user = value("KEYCLOAK_USERNAME");
    // Part of a password may be white space.
    String password = environment.getOrDefault("KEYCLOAK_PASSWORD", "");
    Map<String, String> form = new TreeMap<>();
    if (!secret.isEmpty()) {
      form.put("client_secret", secret);
    }
    if (!user.isEmpty() && !password.isEmpty()) {
      form.put("grant_type", "password");
      form.put("client_id", client.isEmpty() ? USUAL_CLIENT : client);
      form.put("username", user);
      form.put("password", password);
      return form;
    }
    if (client.isEmpty() || secret.isEmpty()) {
      throw new InputException(
          "There is no credential for "
              + issuer
              + "; set KEYCLOAK_TOKEN, or KEYCLOAK_CLIENT_ID and KEYCLOAK_CLIENT_SECRET of a client"
              + " whose service account may view users, or KEYCLOAK_USERNAME and KEYCLOAK_PASSWORD"
              + " of a user who may (and KEYCLOAK_REALM, where that one is of another realm).");
    }
    form.put("grant_type", "client_credentials");
    form.put("client_id", client);
    return form;
  }
}
