package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.testkit.provider.OidcProvider;
import dev.wayleave.testkit.provider.Person;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A person logs in at a provider and comes back.
class LoginAtProviderTest {
  private final OidcProvider provider = OidcProvider.start("wayleave", "s3cret");
  private final LoginServer server = new LoginServer();
  private final Browser browser = new Browser(server);

  @AfterEach
  void end() {
    browser.close();
    server.close();
    provider.close();
  }

  @Test
  void aPersonComesBackLoggedInToThePageThatWanted() {
    server.with(Configuration.of("keys", provider), provider);
    provider.person(Person.named("ann"));
    HttpResponse<String> back =
        browser.logIn("/oidc/login/keys?to=/register/" + "a".repeat(40), provider);
    assertThat(back.statusCode()).as("%s", back.body()).isEqualTo(302);
    assertThat(Browser.location(back)).hasToString("/register/" + "a".repeat(40));
    assertThat(browser.whoAmI()).isEqualTo("ann");
    ProvedLogin login = server.seen();
    assertThat(login.subject()).isEqualTo(new Subject(provider.issuer(), "sub-ann"));
    assertThat(login.email()).isEqualTo("ann@example.com");
    assertThat(login.emailVerified()).isTrue();
    assertThat(login.until()).isNotNull();
    assertThat(provider.lastRequest())
        .containsEntry("code_challenge_method", "S256")
        .containsEntry("redirect_uri", server.url() + "/oidc/callback/keys")
        .containsEntry("scope", "openid profile email")
        .containsKeys("nonce", "state", "code_challenge");
    assertThat(login.claims())
        .containsEntry("preferred_username", "ann")
        .containsEntry("email", "ann@example.com")
        .doesNotContainKeys("nonce", "at_hash");
  }
}
