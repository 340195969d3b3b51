package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.IdentityProvider.Allowed;
import dev.wayleave.tailnet.model.IdentityProvider.Claims;
import dev.wayleave.tailnet.model.IdentityProvider.Pkce;
import dev.wayleave.testkit.provider.GithubFake;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Logging in at GitHub.
class GithubLoginTest {
  private final GithubFake github = GithubFake.start();
  private final LoginServer server = new LoginServer();
  private final Browser browser = new Browser(server);

  @BeforeEach
  void anAccount() {
    github
        .says("/user", Map.of("id", 583231, "login", "octocat", "name", "The Octocat"))
        .says(
            "/user/emails",
            List.of(
                Map.of("email", "old@example.com", "primary", false, "verified", true),
                Map.of("email", "octo@example.com", "primary", true, "verified", true)));
    configure(List.of("read:user", "user:email"), Allowed.EVERYBODY);
  }

  @AfterEach
  void end() {
    browser.close();
    server.close();
    github.close();
  }

  private void configure(List<String> scopes, Allowed allowed) {
    server.put(
        new Configuration(
                "github",
                IdentityProvider.Kind.GITHUB,
                true,
                github.issuer(),
                "client",
                scopes,
                Map.of(),
                Pkce.S256,
                allowed,
                true,
                Claims.STANDARD,
                Map.of("acme/eng", "group:eng"),
                Map.of())
            .made());
  }

  private HttpResponse<String> logIn() {
    return browser.comeBack(github.visit(browser.begin("/oidc/login/github")));
  }

  @Test
  void theSubjectIsTheAccountsNumberAndTheAddressThePrimaryVerifiedOne() {
    assertThat(logIn().statusCode()).isEqualTo(302);
    assertThat(browser.whoAmI()).isEqualTo("octocat");
    ProvedLogin login = server.seen();
    assertThat(login.subject()).isEqualTo(new Subject(github.issuer(), "583231"));
    assertThat(login.displayName()).isEqualTo("The Octocat");
    assertThat(login.email()).isEqualTo("octo@example.com");
    assertThat(login.emailVerified()).isTrue();
    assertThat(login.until()).isNull();
    assertThat(github.lastRequest())
        .containsEntry("scope", "read:user user:email")
        .containsEntry("code_challenge_method", "S256")
        .doesNotContainKey("nonce");
  }

  @Test
  void anAddressThatIsNotVerifiedIsNone() {
    github.says(
        "/user/emails",
        List.of(
            Map.of("email", "old@example.com", "primary", false, "verified", true),
            Map.of("email", "boss@example.com", "primary", true, "verified", false)));
    assertThat(logIn().statusCode()).isEqualTo(302);
    assertThat(browser.whoAmI()).isEqualTo("octocat");
    assertThat(server.seen().email()).isEmpty();
  }

  @Test
  void organisationsAndTeamsAreGroupsWherePermittedToAsk() {
    github
        .says(
            "/user/orgs",
            IntStream.range(0, 150).mapToObj(i -> Map.of("login", "org" + i)).toList())
        .says(
            "/user/teams", List.of(Map.of("slug", "eng", "organization", Map.of("login", "acme"))));
    configure(List.of("read:org"), new Allowed(List.of(), List.of(), List.of("org149")));
    assertThat(logIn().statusCode()).as("a group on the second page").isEqualTo(302);
    assertThat(browser.whoAmI()).isEqualTo("octocat");
    assertThat(server.seen().groups()).containsExactly("group:eng");
    configure(List.of("read:user"), new Allowed(List.of(), List.of(), List.of("org149")));
    assertThat(logIn().statusCode()).as("nothing asked, nobody known").isEqualTo(403);
  }

  @Test
  void anAnswerInPartTakesNoGroupsAway() {
    github.says("/user/orgs", List.of(Map.of("login", "acme")));
    configure(List.of("read:org"), new Allowed(List.of(), List.of(), List.of()));
    for (int trouble : List.of(429, 500, 502)) {
      github.says("/user/teams", trouble);
      assertThat(logIn().statusCode()).as("after " + trouble).isGreaterThanOrEqualTo(500);
      assertThat(browser.whoAmI()).isEqualTo("nobody");
    }
    github.says("/user/teams", 404);
    assertThat(logIn().statusCode()).as("the token does not reach so far").isEqualTo(302);
  }

  @Test
  void aWrongCodeOrAnotherIssuerLogsNobodyIn() {
    URI away = browser.begin("/oidc/login/github");
    String state = github.visit(away).getRawQuery().replace("c0de", "wrong");
    HttpResponse<String> wrong = browser.get("/oidc/callback/github?" + state);
    assertThat(wrong.statusCode()).isEqualTo(502);
    assertThat(wrong.body()).contains("(bad_verification_code)");
    URI back = github.visit(browser.begin("/oidc/login/github"));
    HttpResponse<String> other =
        browser.get(
            "/oidc/callback/github?" + back.getRawQuery() + "&iss=" + github.issuer() + ".evil");
    assertThat(other.statusCode()).isEqualTo(400);
    assertThat(browser.whoAmI()).isEqualTo("nobody");
  }

  @Test
  void theApiIsWhereTheInstanceIs() {
    assertThat(GithubLogin.api("https://github.com")).isEqualTo("https://api.github.com");
    assertThat(GithubLogin.api("https://github.com/")).isEqualTo("https://api.github.com");
    assertThat(GithubLogin.api("https://ghe.example.com"))
        .isEqualTo("https://ghe.example.com/api/v3");
  }
}
