package dev.wayleave.interop.identity;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.TailscaleClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// However a real Keycloak tells of the people of a realm, `wayleave oidc plan` finds the same
/// ones.
@Tag("interop")
@ExtendWith({ExhaustiveOnly.class, OnSharedKeycloak.class})
class DirectoriesIT {
  private static final int DIFFERENT = 2;

  @Test
  void aRealmIsReadFromTheAdminApiAndFromItsExports(Drill drill) throws Exception {
    try (RealmHeadscale headscale = drill.headscale();
        TailscaleClient alice = drill.client("alice");
        RealmKeeper keeper = drill.keeper("b")) {
      drill.logIn(alice, headscale);
      headscale.server().stop();
      String api = "keycloak:" + drill.issuer("b");
      assertFound(drill, headscale, Keycloak.DIRECTORY, api);
      assertFound(drill, headscale, Map.of("KEYCLOAK_TOKEN", keeper.token()), api);
      assertFound(drill, headscale, byPassword("operator"), api);
      Answer member = plan(drill, headscale, byPassword("alice"), api);
      assertThat(member.status()).isEqualTo(1);
      assertThat(member.err()).contains("does not let the credential list users (HTTP 403)");
      Answer wrong =
          plan(
              drill,
              headscale,
              Map.of("KEYCLOAK_CLIENT_ID", "directory", "KEYCLOAK_CLIENT_SECRET", "wrong"),
              api);
      System.out.println("interop: a wrong secret: " + wrong.err());
      assertThat(wrong.status()).isEqualTo(1);
      assertThat(wrong.err())
          .contains("/realms/b/protocol/openid-connect/token does not take the credential")
          .doesNotContain("wrong");

      Path folder = drill.room().resolve("exported");
      KeycloakHome home = KeycloakHome.prepared();
      home.export(drill.room(), "b", "--dir", "" + folder, "--users", "different_files");
      assertFound(drill, headscale, Map.of(), folder.toString());
      Path file = drill.room().resolve("b.json");
      home.export(drill.room(), "b", "--file", "" + file);
      assertFound(drill, headscale, Map.of(), file.toString());
    }
  }

  private static Map<String, String> byPassword(String name) {
    return Map.of("KEYCLOAK_USERNAME", name, "KEYCLOAK_PASSWORD", Keycloak.password(name));
  }

  private static void assertFound(
      Drill drill, RealmHeadscale headscale, Map<String, String> credentials, String directory)
      throws IOException, InterruptedException {
    Answer planned = plan(drill, headscale, credentials, directory);
    assertThat(planned.status()).as(planned.err()).isEqualTo(DIFFERENT);
    JsonNode plan = planned.json();
    assertThat(plan.path("blocked").asBoolean()).as(planned.out()).isFalse();
    assertThat(plan.path("users")).hasSize(1);
    assertThat(plan.path("users").path(0).path("new").asText())
        .isEqualTo(drill.issuer("b") + "/" + Realm.ALICE_IN_B);
  }

  private static Answer plan(
      Drill drill, RealmHeadscale headscale, Map<String, String> credentials, String directory)
      throws IOException, InterruptedException {
    return drill.wayleave(
        credentials,
        "oidc",
        "plan",
        "--endpoint",
        headscale.endpoint(),
        "--to-issuer",
        drill.issuer("b"),
        "--match",
        "email",
        "--directory",
        directory,
        "-o",
        "json");
  }
}
