package dev.wayleave.coordinator.running;

import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.config.ConfigProvider;

/// Requests as different callers make them.
public final class Client {
  private Client() {}

  /// The key that the coordinator made at its first start.
  public static String ownerKey() {
    Path data = Path.of(ConfigProvider.getConfig().getValue("wayleave.data", String.class));
    try {
      return Files.readString(data.resolve("admin.key")).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static RequestSpecification owner() {
    return with(ownerKey());
  }

  public static RequestSpecification with(String key) {
    return anonymous().header("Authorization", "Bearer " + key);
  }

  public static RequestSpecification anonymous() {
    return RestAssured.given().contentType(ContentType.JSON);
  }

  /// A new key with these scopes.
  public static String keyWith(String... scopes) {
    return owner()
        .body(Map.of("scopes", List.of(scopes)))
        .post("/api/v1alpha/api-keys")
        .then()
        .statusCode(201)
        .extract()
        .path("key");
  }
}
