package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.Imported;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.testkit.provider.OidcProvider;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The pages in the coordinator itself, with a provider that stands in the database.
@QuarkusTest
@RunningCoordinator
class LoginInPlaceTest {
  private final OidcProvider provider = OidcProvider.start("wayleave", "s3cret");

  @BeforeEach
  void nothing() throws Exception {
    EmptyTailnet.make();
  }

  @AfterEach
  void end() throws Exception {
    provider.close();
    EmptyTailnet.make();
  }

  @Test
  void aProviderOfTheDatabaseLogsPeopleInAndBack() {
    assertThat(asking(Map.of()).get("/oidc/login/keys").statusCode()).isEqualTo(404);
    Imported.put(
        new Secret(SecretRole.OIDC_CLIENT_SECRET, "keys", SecretText.of(provider.secret())));
    Imported.put(Configuration.of("keys", provider).made());
    Response away = asking(Map.of()).get("/oidc/login/keys?to=/register/abc");
    assertThat(away.statusCode()).isEqualTo(302);
    URI back = provider.visit(URI.create(away.header("location")));
    assertThat(back.getPath()).isEqualTo("/oidc/callback/keys");
    Response done = asking(away.cookies()).get(back.getRawPath() + "?" + back.getRawQuery());
    assertThat(done.statusCode()).as("%s", done.asString()).isEqualTo(302);
    assertThat(done.header("location")).isEqualTo("/register/abc");
    assertThat(done.header("cache-control")).isEqualTo("no-store");
    assertThat(done.cookies()).hasSize(1);
    assertThat(done.cookies().keySet().iterator().next()).endsWith("wayleave-session");
  }

  @Test
  void aPageThatSaysNoHasTheLookAndTheGuardsOfAllPages() {
    Response page = asking(Map.of()).get("/oidc/callback?code=a&state=b");
    assertThat(page.statusCode()).isEqualTo(400);
    assertThat(page.asString()).contains("You are not logged in").doesNotContain("<script");
    assertThat(page.header("content-security-policy")).startsWith("default-src 'none'");
    assertThat(page.header("x-frame-options")).isEqualTo("DENY");
    assertThat(page.header("referrer-policy")).isEqualTo("no-referrer");
  }

  private static RequestSpecification asking(Map<String, String> cookies) {
    return RestAssured.given().urlEncodingEnabled(false).redirects().follow(false).cookies(cookies);
  }
}
