package dev.wayleave.coordinator.api.v1alpha;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.Imported;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Identity providers over the API.
@QuarkusTest
@RunningCoordinator
class IdentityProvidersApiTest {
  private static final String ALL = "/api/v1alpha/identity-providers";
  private static final String ONE = ALL + "/staff";
  private static final String ISSUER = "https://id.example.com/realms/staff";

  private static final long SOMEBODY = 880_001;

  @Inject TailnetState state;

  @AfterEach
  void remove() {
    Client.owner().delete(ONE);
  }

  private static ValidatableResponse put(Map<String, Object> more) {
    Map<String, Object> settings = new HashMap<>(Map.of("issuer", ISSUER, "clientId", "wayleave"));
    settings.putAll(more);
    return Client.owner().body(settings).put(ONE).then();
  }

  private Optional<String> secret() {
    return state.image().secrets().stream()
        .filter(secret -> secret.role() == SecretRole.OIDC_CLIENT_SECRET)
        .filter(secret -> secret.name().equals("staff"))
        .map(Secret::value)
        .map(text -> text.reveal())
        .findFirst();
  }

  @Test
  void aProviderIsAddedChangedDisabledAndRemovedWhileTheServerRuns() {
    put(Map.of("clientSecret", "first", "allowed", Map.of("groups", List.of("staff"))))
        .statusCode(200)
        .body("name", equalTo("staff"))
        .body("from", equalTo("api"))
        .body("enabled", equalTo(true))
        .body("secret", equalTo(true))
        .body("callbackUrl", containsString("/oidc/callback/staff"))
        .body("allowedGroups", equalTo(List.of("staff")))
        .body("pkce", equalTo("S256"));
    Client.owner().get(ALL).then().body("name", hasItem("staff"));
    Client.owner()
        .body(Map.of("enabled", false))
        .patch(ONE)
        .then()
        .statusCode(200)
        .body("enabled", equalTo(false))
        .body("secret", equalTo(true));
    Client.owner().delete(ONE).then().statusCode(200);
    Client.owner().get(ONE).then().statusCode(404);
    assertThat(secret()).as("it goes with its provider").isEmpty();
  }

  @Test
  void theSecretIsNeverGivenBackAndGoesToNobodyButWhomItWasMadeFor() {
    String all = put(Map.of("clientSecret", "first")).extract().asString();
    assertThat(all).doesNotContain("first");
    assertThat(Client.owner().get(ALL).asString()).doesNotContain("first");
    put(Map.of("displayName", "Staff")).statusCode(200).body("secret", equalTo(true));
    assertThat(secret()).contains("first");
    put(Map.of("issuer", "https://other.example.com")).body("secret", equalTo(false));
    assertThat(secret()).isEmpty();
  }

  @Test
  void onlyAnOwnerSaysWhoTellsWhoPeopleAre() {
    put(Map.of()).statusCode(200);
    String administrator = Client.keyWith("all");
    Client.with(administrator).get(ONE).then().statusCode(200);
    Client.with(administrator).body(Map.of("enabled", false)).patch(ONE).then().statusCode(403);
    Client.with(administrator).delete(ONE).then().statusCode(403);
  }

  @Test
  void whatAProviderGaveEndsWithItsMappingItsSwitchAndItself() {
    Map<String, Object> mapped =
        Map.of("groupRoles", Map.of("ops", "admin"), "policyGroups", Map.of("dev", "group:dev"));
    put(mapped).statusCode(200);
    loggedIn();
    assertThat(user().allRoles()).containsExactly(Role.ADMIN);
    put(Map.of("policyGroups", Map.of("dev", "group:dev"))).statusCode(200);
    assertThat(user().allRoles()).as("no group stands for it any more").isEmpty();
    assertThat(user().groups()).containsExactly("group:dev");
    Client.owner().body(Map.of("enabled", false)).patch(ONE).then().statusCode(200);
    assertThat(user().groups()).isEmpty();
    put(mapped).statusCode(200);
    loggedIn();
    put(Map.of(
            "groupRoles", Map.of("helpdesk", "admin"), "policyGroups", Map.of("dev", "group:dev")))
        .statusCode(200);
    assertThat(user().allRoles()).as("another group stands for it").isEmpty();
    assertThat(user().groups()).containsExactly("group:dev");
    put(mapped).statusCode(200);
    loggedIn();
    Map<String, Object> swapped = new HashMap<>(mapped);
    swapped.put("issuer", "https://other.example.com");
    put(swapped).statusCode(200);
    assertThat(user().allRoles()).as("another issuer has the name").isEmpty();
    assertThat(user().groups()).isEmpty();
    put(mapped).statusCode(200);
    loggedIn();
    Client.owner().delete(ONE).then().statusCode(200);
    assertThat(user().allRoles()).isEmpty();
    assertThat(user().identities()).as("who it is stays").hasSize(1);
    Client.owner().delete("/api/v1alpha/users/" + SOMEBODY).then().statusCode(200);
  }

  private User user() {
    return state.image().user(new UserId(SOMEBODY)).orElseThrow();
  }

  private static void loggedIn() {
    Identity identity =
        new Subject(ISSUER, "s1")
            .identity("oidc")
            .seen(
                new Identity.LastLogin(
                    Instant.now(), "staff", Set.of("group:dev"), Set.of(Role.ADMIN)));
    Imported.put(
        new User(new UserId(SOMEBODY), "somebody", "", "", "", List.of(identity), Set.of(), null));
  }

  /// What is shown is enough to set the same again.
  @Test
  void whichClaimsSayWhatIsShownAndStaysWhereItIsSetAgain() {
    Map<String, String> claims = Map.of("username", "login", "groups", "realm_access.roles");
    put(Map.of("claims", claims, "confirmChangedAddress", true))
        .statusCode(200)
        .body("confirmChangedAddress", equalTo(true));
    Map<String, String> shown =
        Client.owner().get(ONE).then().statusCode(200).extract().path("claims");
    assertThat(shown)
        .containsEntry("username", "login")
        .containsEntry("email", "email")
        .containsEntry("displayName", "name")
        .containsEntry("picture", "picture")
        .containsEntry("groups", "realm_access.roles");
    put(Map.of("claims", shown))
        .body("claims", equalTo(shown))
        .body("confirmChangedAddress", equalTo(false));
    IdentityProvider kept = state.image().identityProvider("staff").orElseThrow();
    assertThat(kept.claims())
        .isEqualTo(
            new IdentityProvider.Claims("login", "email", "name", "picture", "realm_access.roles"));
    Client.owner().get(ALL).then().body("find { it.name == 'staff' }.claims", equalTo(shown));
  }

  @Test
  void theImportedProviderIsDisabledAndNeverTurnedOnAgainByARemoval() throws Exception {
    Imported.put(withOidc());
    try {
      String imported = ALL + "/oidc";
      Client.owner().get(imported).then().body("from", equalTo("imported"));
      Client.owner().delete(imported).then().statusCode(409);
      enable(imported, false).statusCode(200).body("enabled", equalTo(false));
      Client.owner()
          .delete(imported)
          .then()
          .statusCode(409)
          .body("detail", containsString("disable it instead"));
      Client.owner().get(imported).then().body("enabled", equalTo(false));
      enable(imported, true).statusCode(200).body("enabled", equalTo(true));
      Client.owner().delete(imported).then().statusCode(409);
    } finally {
      EmptyTailnet.make();
    }
    Client.owner().get(ALL + "/oidc").then().statusCode(404);
  }

  private static ValidatableResponse enable(String path, boolean open) {
    return Client.owner().body(Map.of("enabled", open)).patch(path).then();
  }

  private static ServerSettings withOidc() {
    ServerSettings.Oidc oidc =
        new ServerSettings.Oidc(
            "https://imported.example.com",
            "headscale",
            List.of("openid"),
            Map.of(),
            List.of(),
            List.of(),
            List.of(),
            true,
            false,
            null,
            false,
            "",
            false);
    return new ServerSettings("", "", null, null, "", null, null, oidc, Map.of());
  }

  @Test
  void nonsenseIsRefusedWithTheField() {
    put(Map.of("issuer", "http://id.example.com"))
        .statusCode(400)
        .body("detail", containsString("issuer is not an https:// URL"));
    put(Map.of("groupRoles", Map.of("all", "king")))
        .statusCode(400)
        .body("detail", containsString("groupRoles is none of owner, admin"));
    put(Map.of("clientSecretFile", "/etc/passwd")).statusCode(400);
    put(Map.of("name", "other")).statusCode(400);
    Client.owner()
        .body(Map.of("issuer", ISSUER, "clientId", "x"))
        .put(ALL + "/a%2Fb")
        .then()
        .statusCode(not(equalTo(200)));
    Client.owner().get(ONE).then().statusCode(404);
  }
}
