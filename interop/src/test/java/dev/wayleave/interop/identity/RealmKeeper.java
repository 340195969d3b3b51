package dev.wayleave.interop.identity;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/// Who administers a realm at Keycloak: makes people, and puts them into groups and out of them.
final class RealmKeeper implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);
  private static final JsonMapper JSON = new JsonMapper();

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(LIMIT).build();
  private final String issuer;

  /// @param issuer that of the realm
  RealmKeeper(String issuer) {
    this.issuer = issuer;
  }

  /// Makes somebody who logs in with the password that [Keycloak#password] says.
  ///
  /// @return the subject of theirs
  String person(String name, String... groups) throws IOException, InterruptedException {
    Map<String, Object> person =
        Map.of(
            "username",
            name,
            "email",
            name + "@example.com",
            "emailVerified",
            true,
            "enabled",
            true,
            "firstName",
            name,
            "lastName",
            "Made",
            "groups",
            List.of(groups),
            "credentials",
            List.of(Map.of("type", "password", "value", Keycloak.password(name))));
    Object _ = ask("POST", "/users", JSON.writeValueAsString(person));
    return id("/users?exact=true&username=" + name, "username", name);
  }

  void join(String subject, String group) throws IOException, InterruptedException {
    Object _ = ask("PUT", membership(subject, group), "");
  }

  void leave(String subject, String group) throws IOException, InterruptedException {
    Object _ = ask("DELETE", membership(subject, group), "");
  }

  private String membership(String subject, String group) throws IOException, InterruptedException {
    return "/users/" + subject + "/groups/" + id("/groups?search=" + group, "name", group);
  }

  private String id(String list, String field, String value)
      throws IOException, InterruptedException {
    for (JsonNode found : JSON.readTree(ask("GET", list, ""))) {
      if (found.path(field).asText().equals(value)) {
        return found.path("id").asText();
      }
    }
    throw new AssertionError(issuer + " has no " + value + " in " + list);
  }

  private String ask(String method, String path, String body)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer.replace("/realms/", "/admin/realms/") + path))
            .timeout(LIMIT)
            .header("Authorization", "Bearer " + token())
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    HttpResponse<String> answer = http.send(request, BodyHandlers.ofString());
    if (answer.statusCode() / 100 != 2) {
      throw new AssertionError(
          "%s %s was answered with %d: %s"
              .formatted(method, path, answer.statusCode(), answer.body()));
    }
    return answer.body();
  }

  /// A token of the administrator's.
  String token() throws IOException, InterruptedException {
    String form = "grant_type=client_credentials&client_id=keeper&client_secret=secret+of+keeper";
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(issuer + "/protocol/openid-connect/token"))
            .timeout(LIMIT)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(BodyPublishers.ofString(form))
            .build();
    return JSON.readTree(http.send(request, BodyHandlers.ofString()).body())
        .path("access_token")
        .asText();
  }

  @Override
  public void close() {
    http.close();
  }
}
