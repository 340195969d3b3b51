package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.oidc.SeatedPeople;
import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.Logging;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// A command that gets a key for a person who logs in for it.
@QuarkusTest
@RunningCoordinator
class AdminLoginTest extends Browsing {
  private static final String SESSIONS = "/api/v1alpha/sessions";

  @Test
  void anAdministratorGetsAKeyOfTheRoleByLoggingInAndTypingTheCode() throws Exception {
    role(ann, Role.ADMIN);
    JsonPath begun = begun();
    assertThat(begun.getString("address")).endsWith("/login/" + begun.getString("id"));
    assertThat(fate(begun).statusCode()).as("nobody has confirmed").isEqualTo(202);
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    assertThat(look(path(begun), "b").asString())
        .contains("my-laptop", "127.0.0.1", "You are <bdi>ann", "If somebody sent you");
    String code = begun.getString("code").toLowerCase(Locale.ROOT).replace("-", " ");
    assertThat(confirm(begun, code).asString()).contains("The command goes on");
    JsonPath open = fate(begun).then().statusCode(200).extract().jsonPath();
    assertThat(open.getString("user")).isEqualTo("ann");
    assertThat(Instant.parse(open.getString("until")))
        .isBetween(
            Instant.now().plus(Duration.ofHours(11)), Instant.now().plus(Duration.ofHours(13)));
    String key = open.getString("key");
    assertThat(fate(begun).statusCode()).as("it is told once").isEqualTo(404);
    Client.with(key).body(Map.of("name", "new")).post("/api/v1alpha/users").then().statusCode(201);
    assertThat(Client.owner().get("/api/v1alpha/audit?limit=1").asString())
        .contains("login of ann (cloak), api key ");
    Client.with(key).get("/api/v1alpha/api-keys").then().statusCode(200);
    Client.anonymous().body(Map.of("key", key)).post(SESSIONS + "/end").then().statusCode(200);
    Client.with(key).get("/api/v1alpha/users").then().statusCode(401);
  }

  @Test
  void aKeyEndsToWorkWithTheRoleAndWithTheUser() throws Exception {
    role(ann, Role.ADMIN);
    String key = key();
    String made =
        Client.with(key)
            .body(Map.of())
            .post("/api/v1alpha/api-keys")
            .then()
            .statusCode(201)
            .extract()
            .path("key");
    Client.with(made).get("/api/v1alpha/policy/versions").then().statusCode(200);
    role(ann, Role.AUDITOR);
    Client.with(key).get("/api/v1alpha/users").then().statusCode(200);
    Client.with(key).body(Map.of("name", "x")).post("/api/v1alpha/users").then().statusCode(403);
    role(ann, Role.MEMBER);
    Client.with(key).get("/api/v1alpha/users").then().statusCode(401);
    Client.with(made).get("/api/v1alpha/users").then().statusCode(401);
    role(ann, Role.ADMIN);
    Client.with(key).get("/api/v1alpha/users").then().statusCode(200);
    Client.owner().body("{}").post("/api/v1alpha/users/" + ann + "/suspend").then().statusCode(200);
    Client.with(key).get("/api/v1alpha/users").then().statusCode(401);
  }

  @Test
  void aKeyGetsNoMoreRightsThanItWasMadeWith() throws Exception {
    role(ann, Role.AUDITOR);
    String key = key();
    role(ann, Role.OWNER);
    Client.with(key).body(Map.of("name", "x")).post("/api/v1alpha/users").then().statusCode(403);
  }

  @Test
  void whoAdministersUsersGivesNobodyALogin() throws Exception {
    role(ann, Role.IT_ADMIN);
    String key = key();
    Map<String, String> own = Map.of("issuer", OTHER.issuer(), "subject", "o1");
    Client.with(key)
        .body(own)
        .post("/api/v1alpha/users/" + bob + "/identities")
        .then()
        .statusCode(403);
    Client.owner()
        .body(own)
        .post("/api/v1alpha/users/" + bob + "/identities")
        .then()
        .statusCode(200);
    assertThat(Client.with(key).get("/api/v1alpha/users/" + bob).asString())
        .contains(OTHER.issuer() + "/o1");
  }

  @Test
  void whoHoldsNoRoleOrIsNobodyGetsNone() throws Exception {
    identity(ann, "s1");
    JsonPath begun = begun();
    for (String subject : new String[] {"s1", "s2"}) {
      SeatedPeople.logIn("b", now(CLOAK, subject, "ann"));
      assertThat(look(path(begun), "b").asString())
          .contains("You hold no role")
          .doesNotContain("name=\"as\"");
    }
    assertThat(fate(begun).statusCode()).isEqualTo(202);
  }

  @Test
  void aLoginFromBeforeTheCommandIsNotEnough() throws Exception {
    role(ann, Role.ADMIN);
    SeatedPeople.logIn(
        "b",
        Logging.at(now(CLOAK, "s1", "ann"), Instant.now().minusSeconds(300), Set.of(), Set.of()));
    assertThat(look(path(begun()), "b").asString())
        .contains("Log in anew", "fresh=1")
        .doesNotContain("name=\"as\"");
  }

  @Test
  void aWrongCodeOrAFormFromElsewhereConfirmsNothingAndFiveWrongCodesEndIt() throws Exception {
    role(ann, Role.ADMIN);
    JsonPath begun = begun();
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    Response shown = look(path(begun), "b");
    Response forged =
        form(shown, "b", "0".repeat(64))
            .formParam("code", begun.getString("code"))
            .post(path(begun));
    assertThat(forged.statusCode()).isEqualTo(403);
    for (int i = 0; i < 4; i++) {
      assertThat(confirm(begun, "BBBB-BBBB").asString()).contains("The code is not");
    }
    assertThat(fate(begun).statusCode()).isEqualTo(202);
    confirm(begun, "BBBB-BBBB");
    assertThat(fate(begun).statusCode()).isEqualTo(404);
    assertThat(look(path(begun), "b").statusCode()).isEqualTo(404);
  }

  @Test
  void aWrongSecretLearnsNothing() throws Exception {
    role(ann, Role.ADMIN);
    JsonPath begun = begun();
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    confirm(begun, begun.getString("code"));
    Client.anonymous()
        .body(Map.of("secret", "0".repeat(64)))
        .post(SESSIONS + "/" + begun.getString("id") + "/key")
        .then()
        .statusCode(404);
    assertThat(fate(begun).statusCode()).isEqualTo(200);
  }

  @Test
  void otherKeysAreNotEndedThere() {
    String key = Client.keyWith("users:read");
    Client.anonymous().body(Map.of("key", key)).post(SESSIONS + "/end").then().statusCode(200);
    Client.with(key).get("/api/v1alpha/users").then().statusCode(200);
  }

  private String key() {
    JsonPath begun = begun();
    SeatedPeople.logIn("b", now(CLOAK, "s1", "ann"));
    confirm(begun, begun.getString("code"));
    return fate(begun).then().statusCode(200).extract().path("key");
  }

  private static JsonPath begun() {
    return Client.anonymous()
        .body(Map.of("device", "my-laptop"))
        .post(SESSIONS)
        .then()
        .statusCode(201)
        .extract()
        .jsonPath();
  }

  private static Response fate(JsonPath begun) {
    return Client.anonymous()
        .body(Map.of("secret", begun.getString("secret")))
        .post(SESSIONS + "/" + begun.getString("id") + "/key");
  }

  private static String path(JsonPath begun) {
    return "/login/" + begun.getString("id");
  }

  private static Response confirm(JsonPath begun, String code) {
    return form(path(begun), "b").formParam("code", code).post(path(begun));
  }

  private void role(int user, Role role) {
    identity(user, "s1");
    User found = state.image().user(new UserId(user)).orElseThrow();
    put(found.inRoles(Set.of(role)));
  }
}
