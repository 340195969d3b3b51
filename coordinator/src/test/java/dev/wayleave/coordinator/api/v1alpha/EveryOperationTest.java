package dev.wayleave.coordinator.api.v1alpha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.coordinator.login.Newcomers;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.Imported;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Transition;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// Walks the OpenAPI document, so that an operation which is added later is tested too.
@QuarkusTest
@RunningCoordinator
class EveryOperationTest {
  private static final List<String> CHANGING = List.of("post", "put", "patch", "delete");

  /// A key that is valid and may do nothing that any operation needs.
  private static final String POWERLESS_SCOPE = "secrets:read";

  private record Operation(String path, String method, String id, JsonNode description) {
    boolean changes() {
      return CHANGING.contains(method) && !asksOnly();
    }

    /// Questions too long for an address are sent as POST; the document says of each that it is
    /// one.
    boolean asksOnly() {
      return method.equals("post") && description.path("x-safe").asBoolean();
    }

    /// The address with ids that lead to something, where there is something.
    String address(Map<String, Object> ids) {
      String kind = path.replaceFirst("/api/v1alpha/", "").split("/", 2)[0];
      return path.replace("{id}", String.valueOf(ids.getOrDefault(kind, 1)))
          .replace("{key}", Bodies.ATTRIBUTE);
    }

    Response call(RequestSpecification caller, Map<String, Object> ids) {
      return caller.request(method.toUpperCase(Locale.ROOT), address(ids));
    }

    /// A request that the operation takes.
    RequestSpecification body(RequestSpecification caller) {
      return id.equals("planMigration")
          ? caller.contentType(Bundles.MEDIA_TYPE).body(Bundles.ofOneUser())
          : caller.body(Bodies.of(id));
    }

    /// Nothing that the operation takes, of a type that it takes.
    RequestSpecification nothing(RequestSpecification caller) {
      return id.equals("planMigration")
          ? caller.contentType(Bundles.MEDIA_TYPE).body(new byte[] {'x'})
          : caller.body("{}");
    }
  }

  @Test
  void everyOperationWantsAKey() throws Exception {
    List<Operation> operations = operations();
    assertThat(operations).hasSizeGreaterThan(20);
    for (Operation operation : operations) {
      assertThat(operation.description().path("security").findValue("apiKey"))
          .as(operation.id() + " names its security in the document")
          .isNotNull();
      assertThat(operation.call(operation.nothing(Client.anonymous()), Map.of()).statusCode())
          .as(operation.id() + " without a key")
          .isEqualTo(401);
    }
  }

  @Test
  void whatIsSentAndAnsweredStandsInTheDocumentWithItsFields() throws Exception {
    JsonNode schemas =
        json(RestAssured.get("/openapi?format=json").asString()).path("components").path("schemas");
    for (String type : List.of("PolicyView", "EditsRequest", "ExplainView", "UserView")) {
      assertThat(schemas.path(type).path("properties")).as(type).isNotEmpty();
    }
    assertThat(schemas.path("PolicyView").path("properties").has("etag")).isTrue();
    assertThat(schemas.path("Problem").path("properties").has("faults")).isTrue();
    for (String operation : List.of("setPolicy", "editPolicy", "revertPolicy")) {
      assertThat(responses(operation).path("412").toString()).contains("PolicyStale");
      assertThat(responses(operation).path("400").toString()).contains("PolicyRefused");
    }
    assertThat(schemas.path("EditRequest").path("properties").path("value").toString())
        .contains("AnyJson");
    assertThat(schemas.path("AnyJson").has("properties"))
        .as("the classes that hold JSON are nobody's business")
        .isFalse();
    assertThat(schemas.has("JsonNode")).isFalse();
  }

  @Test
  void everyOperationRefusesAKeyWithoutItsScope() throws Exception {
    String powerless = Client.keyWith(POWERLESS_SCOPE);
    for (Operation operation : operations()) {
      assertThat(operation.call(operation.nothing(Client.with(powerless)), Map.of()).statusCode())
          .as(operation.id() + " with a key for something else")
          .isEqualTo(403);
    }
  }

  @Test
  void everyChangingOperationWritesAnAuditRow() throws Exception {
    for (Operation operation : operations()) {
      if (!operation.changes()) {
        continue;
      }
      Map<String, Object> ids = Bodies.things();
      if (operation.path().contains("/migrations/{id}")) {
        ids.put("migrations", Bundles.migration(operation.id().equals("rollBackMigration")));
      }
      if (operation.id().equals("rollBackIdentities")) {
        Map<String, Object> rewrite = Bodies.of("rewriteIdentities");
        Client.owner()
            .body(rewrite)
            .post("/api/v1alpha/identities/rewrites")
            .then()
            .statusCode(201);
        ids.put("identities", rewrite.get("id"));
      }
      long before = newestAudit();
      int status = operation.call(operation.body(Client.owner()), ids).statusCode();
      assertThat(status).as(operation.id()).isBetween(200, 299);
      JsonNode row =
          json(Client.owner().get("/api/v1alpha/audit?limit=1").asString()).path("items").path(0);
      assertThat(row.path("id").asLong()).as(operation.id()).isGreaterThan(before);
      assertThat(row.path("actor").asText()).startsWith("api key ");
      assertThat(row.path("address").asText()).isEqualTo("127.0.0.1");
      assertThat(row.path("outcome").asText()).isEqualTo("done");
      assertThat(row.path("operation").asText()).isNotEmpty();
      assertThat(row.path("object").asText()).contains("/");
    }
  }

  @Test
  void aQuestionNeedsTheRightToReadAloneAndChangesNothing() throws Exception {
    Bodies.things();
    String reader = Client.keyWith("all:read");
    long before = newestAudit();
    List<Operation> questions = operations().stream().filter(Operation::asksOnly).toList();
    assertThat(questions)
        .extracting(Operation::id)
        .containsExactlyInAnyOrder(
            "checkPolicy", "testPolicy", "explainPolicy", "previewPolicy", "diffPolicies");
    for (Operation question : questions) {
      assertThat(question.call(Client.with(reader).body("{}"), Map.of()).statusCode())
          .as(question.id() + " with a key that may only read")
          .isIn(200, 400);
    }
    assertThat(newestAudit()).isEqualTo(before);
  }

  @Test
  void aMissingKeyIsAnsweredWithAProblem() {
    Client.anonymous()
        .get("/api/v1alpha/users")
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .header("WWW-Authenticate", "Bearer")
        .body("code", equalTo("UNAUTHORIZED"));
  }

  @Test
  void aRefusedChangeIsAuditedToo() throws Exception {
    long before = newestAudit();
    Client.owner().delete("/api/v1alpha/users/999999").then().statusCode(404);
    JsonNode row =
        json(Client.owner().get("/api/v1alpha/audit?limit=1").asString()).path("items").path(0);
    assertThat(row.path("id").asLong()).isGreaterThan(before);
    assertThat(row.path("outcome").asText()).startsWith("refused: ");
  }

  private static long newestAudit() throws JsonProcessingException {
    return json(Client.owner().get("/api/v1alpha/audit?limit=1").asString())
        .path("items")
        .path(0)
        .path("id")
        .asLong();
  }

  private static List<Operation> operations() throws JsonProcessingException {
    JsonNode document = json(RestAssured.get("/openapi?format=json").asString());
    List<Operation> operations = new ArrayList<>();
    document
        .path("paths")
        .properties()
        .forEach(path ->
            path.getValue()
                .properties()
                .forEach(method ->
                    operations.add(
                        new Operation(
                            path.getKey(),
                            method.getKey(),
                            method.getValue().path("operationId").asText(),
                            method.getValue()))));
    return operations;
  }

  private static JsonNode responses(String operation) throws JsonProcessingException {
    return operations().stream()
        .filter(one -> one.id().equals(operation))
        .findFirst()
        .orElseThrow()
        .description()
        .path("responses");
  }

  private static JsonNode json(String text) throws JsonProcessingException {
    return new ObjectMapper().readTree(text);
  }

  /// What makes each changing operation succeed. An operation that is missing here fails the test,
  /// which is how its author learns that it needs an audit row.
  private static final class Bodies {
    /// What a fresh node has, so that it can be taken away.
    static final String ATTRIBUTE = "custom:audited";

    private static int made;

    /// The subject of the fresh user's login.
    private static String login = "";

    static Map<String, Object> of(String operation) {
      made++;
      return switch (operation) {
        case "createUser" -> Map.of("name", "audited-" + made);
        case "renameUser" -> Map.of("name", "renamed-" + made);
        case "linkIdentity" -> Map.of("issuer", "https://idp", "subject", "linked-" + made);
        case "unlinkIdentity" -> Map.of("identity", "https://idp/" + login);
        case "expectIdentity" ->
            Map.of(
                "issuer",
                "https://idp",
                "claim",
                "sub",
                "value",
                "awaited-" + made,
                "until",
                Instant.now().plus(Duration.ofDays(1)).toString());
        case "renameNode" -> Map.of("name", "renamed-" + made);
        case "createNode" -> node();
        case "setTags" -> Map.of("tags", List.of("tag:audited"));
        case "approveRoutes" -> Map.of("routes", List.of("10.0.0.0/8"));
        case "setNodeAttribute", "postNodeAttribute" -> Map.of("value", "audited" + made);
        case "createPreAuthKey" -> Map.of("tags", List.of("tag:audited"));
        case "adoptPreAuthKey" -> Map.of("key", importedKey("k" + made + "CNTRL"));
        case "createApiKey" -> Map.of("scopes", List.of("users:read"));
        case "createOAuthClient" -> Map.of("scopes", List.of("users:read"));
        case "moveNode" -> Map.of("user", id("users", Map.of("name", "mover-" + made), "id"));
        case "setDns" -> Map.of("magicDns", true, "baseDomain", "audited.internal");
        case "registerLogin" -> Map.of("user", id("users", Map.of("name", "login-" + made), "id"));
        case "setPolicy" -> Map.of("text", "{}");
        case "editPolicy" ->
            Map.of("edits", List.of(Map.of("op", "add", "path", "/acls", "value", List.of())));
        case "setIdentityProvider" -> identityProvider();
        case "changeIdentityProvider" -> Map.of("enabled", false);
        case "changeSettings" -> Map.of("userApproval", false);
        case "unexpectIdentity" -> Map.of("issuer", "https://idp", "claim", "awaited");
        case "changeTransition" -> {
          Imported.put(move());
          yield Map.of("holdKeyExpiry", true);
        }
        case "endTransition" -> {
          Imported.put(move());
          yield Map.of("accept", true);
        }
        case "applyMigration" -> Map.of("accept", List.of());
        case "rewriteIdentities" -> rewrite();
        case "rotateNoiseKey",
            "retireNoiseKey",
            "revertPolicy",
            "approveLogin",
            "rejectLogin",
            "rollBackMigration",
            "rollBackIdentities",
            "deleteUser",
            "deleteNode",
            "deletePreAuthKey",
            "deleteApiKey",
            "deleteOAuthClient",
            "deleteIdentityProvider",
            "approveNode",
            "suspendUser",
            "restoreUser",
            "approveUser",
            "backfillAddresses",
            "deleteNodeAttribute",
            "expireNode",
            "expirePreAuthKey",
            "expireApiKey" ->
            Map.of();
        default -> throw new AssertionError("say here how " + operation + " is called");
      };
    }

    /// One at which nobody logs in, so that no page offers it.
    private static Map<String, Object> identityProvider() {
      return Map.of(
          "issuer", "https://id.example.com", "clientId", "audited-" + made, "enabled", false);
    }

    /// A fresh user gets another name.
    private static Map<String, Object> rewrite() {
      String name = "rewritten-" + made;
      Object user = id("users", Map.of("name", name), "id");
      String state = Client.owner().get("/api/v1alpha/identities").path("state");
      return Map.of(
          "id",
          "every-operation-" + made,
          "state",
          state,
          "changes",
          List.of(
              Map.of(
                  "type",
                  "rename",
                  "user",
                  Long.valueOf(String.valueOf(user)),
                  "before",
                  name,
                  "after",
                  name + "-again")));
    }

    private static Transition move() {
      return new Transition("tailscale", "https://old.example.net", "", null, null);
    }

    /// A key of another plane, whose secret nobody here knows yet.
    private static String importedKey(String id) {
      Imported.put(
          new PreAuthKey(
              new PreAuthKeyId(1_000_000L + made),
              new KeySecret.Unknown(id),
              null,
              Set.of(new TagName("tag:audited")),
              "",
              false,
              false,
              false,
              null,
              null,
              null));
      return "tskey-auth-" + id + "-0123456789abcdef";
    }

    /// One fresh thing of each kind, by the first part of its path.
    static Map<String, Object> things() {
      made++;
      Map<String, Object> ids = new HashMap<>();
      ids.put("policy", policy());
      ids.put("noise-keys", olderNoiseKey());
      ids.put("auth", Newcomers.waiting(node()));
      ids.put("users", id("users", Map.of("name", "thing-" + made), "id"));
      login = "fresh-" + made;
      Client.owner()
          .body(Map.of("issuer", "https://idp", "subject", login))
          .post("/api/v1alpha/users/" + ids.get("users") + "/identities")
          .then()
          .statusCode(200);
      Map<String, Object> awaited = new HashMap<>(of("expectIdentity"));
      awaited.put("claim", "awaited");
      Client.owner()
          .body(awaited)
          .post("/api/v1alpha/users/" + ids.get("users") + "/identities/expect")
          .then()
          .statusCode(200);
      ids.put("nodes", id("nodes", node(), "id"));
      Client.owner()
          .body(Map.of("value", "fresh"))
          .put("/api/v1alpha/nodes/" + ids.get("nodes") + "/attributes/" + ATTRIBUTE)
          .then()
          .statusCode(200);
      ids.put("pre-auth-keys", id("pre-auth-keys", Map.of("tags", List.of("tag:a")), "view.id"));
      ids.put("api-keys", id("api-keys", Map.of("scopes", List.of("users")), "view.id"));
      ids.put("identity-providers", "audited");
      Client.owner()
          .body(identityProvider())
          .put("/api/v1alpha/identity-providers/audited")
          .then()
          .statusCode(200);
      ids.put("oauth-clients", id("oauth-clients", Map.of("scopes", List.of("users")), "view.id"));
      return ids;
    }

    /// The key before the newest; the one before that is retired, since few are kept.
    private static Object olderNoiseKey() {
      Client.owner().post("/api/v1alpha/noise-keys");
      Client.owner().post("/api/v1alpha/noise-keys").then().statusCode(201);
      List<String> keys = Client.owner().get("/api/v1alpha/noise-keys").path("publicKey");
      for (String older : keys.subList(2, keys.size())) {
        Client.owner().delete("/api/v1alpha/noise-keys/" + older).then().statusCode(200);
      }
      return keys.get(1);
    }

    private static Object policy() {
      return Client.owner()
          .body(Map.of("text", "{}"))
          .put("/api/v1alpha/policy")
          .then()
          .statusCode(200)
          .extract()
          .path("id");
    }

    private static Map<String, Object> node() {
      made++;
      return Map.of(
          "machineKey", "mkey:" + Keys.hex("audit-m" + made),
          "nodeKey", "nodekey:" + Keys.hex("audit-n" + made),
          "hostname", "thing-" + made,
          "tags", List.of("tag:thing"));
    }

    private static Object id(String kind, Map<String, Object> body, String path) {
      return Client.owner()
          .body(body)
          .post("/api/v1alpha/" + kind)
          .then()
          .statusCode(201)
          .extract()
          .path(path);
    }
  }
}
