package dev.wayleave.coordinator.api.v1alpha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.coordinator.login.Newcomers;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.Imported;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.Unmoved;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Ids of the hosted service go on working, in addresses and in bodies, whatever is asked.
@QuarkusTest
@RunningCoordinator
class HostedIdsTest {
  private static final Set<String> KINDS = Set.of("nodes", "users", "pre-auth-keys");
  private static final String API = "/api/v1alpha/";

  private static int made;

  @AfterEach
  void takeBack() throws Exception {
    EmptyTailnet.make();
  }

  /// A node, a user with nothing and a key, under ids of which none is a number of here.
  private static void world() {
    Imported.put(user(11, "owner"));
    Imported.put(user(12, "idle"));
    Imported.put(
        new Node(
                new NodeId(21),
                new StableNodeId("nDeviceCNTRL"),
                MachineKey.parse("mkey:" + Keys.hex("hosted-m")),
                NodeKey.parse("nodekey:" + Keys.hex("hosted-n")),
                null,
                IpAddress.parse("100.64.9.21"),
                null,
                "device",
                "device",
                new Owner.OfUser(new UserId(11)),
                RegisterMethod.OIDC,
                null,
                false,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                null)
            .change()
            .unmoved(new Unmoved("tailscale", 1))
            .build());
    Imported.put(
        new PreAuthKey(
            new PreAuthKeyId(31),
            new KeySecret.Unknown("kKeyCNTRL"),
            new UserId(11),
            Set.of(),
            "",
            false,
            false,
            false,
            null,
            null,
            null));
    alias("node", 21, "12345678901234567");
    alias("user", 12, "uIdleCNTRL");
    alias("pre-auth-key", 31, "kKeyCNTRL");
    Client.owner()
        .body(Map.of("value", "gold"))
        .put(API + "nodes/21/attributes/custom:tier")
        .then()
        .statusCode(200);
  }

  private static User user(long id, String name) {
    return new User(new UserId(id), name, "", "", "", List.of(), Set.of(), null);
  }

  private static void alias(String kind, long id, String alias) {
    Imported.put(new Alias(kind, Long.toString(id), "tailscale", alias));
  }

  /// Every operation whose address holds an id of a node, a user or a pre-auth key, with what makes
  /// it succeed.
  private static final List<Operation> BY_ADDRESS =
      List.of(
          new Operation("getNode", "GET", "nodes/ID", "{}"),
          new Operation("renameNode", "POST", "nodes/ID/rename", "{'name': 'other'}"),
          new Operation("expireNode", "POST", "nodes/ID/expire", "{}"),
          new Operation("moveNode", "POST", "nodes/ID/move", "{'user': 12}"),
          new Operation("approveNode", "POST", "nodes/ID/approve", "{}"),
          new Operation("setTags", "POST", "nodes/ID/tags", "{'tags': ['tag:a']}"),
          new Operation("approveRoutes", "POST", "nodes/ID/routes", "{'routes': []}"),
          new Operation("deleteNode", "DELETE", "nodes/ID", "{}"),
          new Operation("getNodeAttributes", "GET", "nodes/ID/attributes", "{}"),
          new Operation(
              "setNodeAttribute", "PUT", "nodes/ID/attributes/custom:tier", "{'value': 'a'}"),
          new Operation(
              "postNodeAttribute", "POST", "nodes/ID/attributes/custom:tier", "{'value': 'a'}"),
          new Operation("deleteNodeAttribute", "DELETE", "nodes/ID/attributes/custom:tier", "{}"),
          new Operation("getUser", "GET", "users/ID", "{}"),
          new Operation("renameUser", "POST", "users/ID/rename", "{'name': 'other'}"),
          new Operation("suspendUser", "POST", "users/ID/suspend", "{}"),
          new Operation("restoreUser", "POST", "users/ID/restore", "{}"),
          new Operation("approveUser", "POST", "users/ID/approve", "{}"),
          new Operation(
              "linkIdentity",
              "POST",
              "users/ID/identities",
              "{'issuer': 'https://id.example.com', 'subject': 'ID'}"),
          new Operation(
              "unlinkIdentity",
              "POST",
              "users/ID/identities/unlink",
              "{'identity': 'https://id.example.com/ID'}"),
          new Operation(
              "expectIdentity",
              "POST",
              "users/ID/identities/expect",
              "{'issuer': 'https://id.example.com', 'claim': 'email', 'value': 'a@example.com',"
                  + " 'until': 'SOON'}"),
          new Operation("listIdentities", "GET", "users/ID/identities", "{}"),
          new Operation(
              "unexpectIdentity",
              "POST",
              "users/ID/identities/unexpect",
              "{'issuer': 'https://id.example.com', 'claim': 'email'}"),
          new Operation("deleteUser", "DELETE", "users/ID", "{}"),
          new Operation("getPreAuthKey", "GET", "pre-auth-keys/ID", "{}"),
          new Operation("expirePreAuthKey", "POST", "pre-auth-keys/ID/expire", "{}"),
          new Operation("deletePreAuthKey", "DELETE", "pre-auth-keys/ID", "{}"));

  /// Every operation whose body names a user.
  private static final List<Operation> BY_BODY =
      List.of(
          new Operation(
              "createNode",
              "POST",
              "nodes",
              "{'machineKey': 'mkey:M', 'nodeKey': 'nodekey:N', 'hostname': 'new', 'user': USER}"),
          new Operation("moveNode", "POST", "nodes/21/move", "{'user': USER}"),
          new Operation("createPreAuthKey", "POST", "pre-auth-keys", "{'user': USER}"),
          new Operation(
              "createApiKey", "POST", "api-keys", "{'user': USER, 'scopes': ['users:read']}"),
          new Operation(
              "createOAuthClient",
              "POST",
              "oauth-clients",
              "{'user': USER, 'scopes': ['users:read']}"),
          new Operation("registerLogin", "POST", "auth/LOGIN/register", "{'user': USER}"));

  private record Operation(String id, String method, String path, String body) {
    Response call(String alias, String user) {
      made++;
      String address = path.replace("ID", alias);
      if (address.contains("LOGIN")) {
        address = address.replace("LOGIN", waiting());
      }
      return Client.owner()
          .body(
              body.replace('\'', '"')
                  .replace("USER", user)
                  .replace("SOON", Instant.now().plusSeconds(3600).toString())
                  .replace(":M\"", ":" + Keys.hex("hosted-m" + made) + "\"")
                  .replace(":N\"", ":" + Keys.hex("hosted-n" + made) + "\""))
          .request(method, API + address);
    }

    List<String> aliases() {
      return switch (path.substring(0, path.indexOf('/'))) {
        case "nodes" -> List.of("nDeviceCNTRL", "12345678901234567");
        case "users" -> List.of("uIdleCNTRL");
        default -> List.of("kKeyCNTRL");
      };
    }
  }

  private static String waiting() {
    made++;
    return Newcomers.waiting(
        Map.of(
            "machineKey",
            "mkey:" + Keys.hex("hosted-m" + made),
            "nodeKey",
            "nodekey:" + Keys.hex("hosted-n" + made),
            "hostname",
            "waiting",
            "tags",
            List.of("tag:a")));
  }

  @Test
  void everyOperationWithAnIdInItsAddressTakesTheHostedOne() throws Exception {
    EmptyTailnet.make();
    world();
    for (Operation operation : BY_ADDRESS) {
      for (String alias : operation.aliases()) {
        Response answer = operation.call(alias, "");
        assertThat(answer.statusCode())
            .as(operation.id() + " of " + alias + ": " + answer.asString())
            .isEqualTo(200);
        if (operation.method().equals("DELETE")) {
          world();
        }
      }
    }
  }

  @Test
  void everyOperationWithAUserInItsBodyTakesTheHostedOne() throws Exception {
    EmptyTailnet.make();
    world();
    for (Operation operation : BY_BODY) {
      for (String user : List.of("12", "\"12\"", "\"uIdleCNTRL\"")) {
        Response answer = operation.call("", user);
        assertThat(answer.statusCode())
            .as(operation.id() + " for " + user + ": " + answer.asString())
            .isIn(200, 201);
        assertThat(answer.asString()).as(operation.id()).contains("\"user\":12");
      }
      assertThat(operation.call("", "\"uNobodyCNTRL\"").statusCode())
          .as(operation.id())
          .isIn(400, 404);
      assertThat(operation.call("", "[]").statusCode()).as(operation.id()).isEqualTo(400);
    }
  }

  @Test
  void aLoginIsApprovedAsTheNodeOfAHostedId() throws Exception {
    for (String alias : List.of("nDeviceCNTRL", "12345678901234567")) {
      EmptyTailnet.make();
      world();
      Client.owner()
          .body(Map.of("node", alias))
          .post(API + "auth/" + waiting() + "/approve")
          .then()
          .statusCode(200)
          .body("id", equalTo(21));
    }
  }

  /// An operation that is added later and takes such an id belongs into the tables above.
  @Test
  void theTablesHoldEveryOperationOfTheDocument() throws Exception {
    Set<String> inAddress = new TreeSet<>();
    Set<String> inBody = new TreeSet<>();
    JsonNode document =
        new ObjectMapper().readTree(RestAssured.get("/openapi?format=json").asString());
    document
        .path("paths")
        .properties()
        .forEach(path -> {
          String[] parts = path.getKey().replaceFirst(API, "").split("/", -1);
          boolean named = parts.length > 1 && parts[1].equals("{id}") && KINDS.contains(parts[0]);
          for (JsonNode method : path.getValue()) {
            String id = method.path("operationId").asText();
            if (named) {
              inAddress.add(id);
            }
            String schema =
                method.at("/requestBody/content/application~1json/schema/$ref").asText();
            if (document.at(schema.replaceFirst("#", "") + "/properties").has("user")) {
              inBody.add(id);
            }
          }
        });
    assertThat(BY_ADDRESS).extracting(Operation::id).containsExactlyInAnyOrderElementsOf(inAddress);
    assertThat(BY_BODY).extracting(Operation::id).containsExactlyInAnyOrderElementsOf(inBody);
  }
}
