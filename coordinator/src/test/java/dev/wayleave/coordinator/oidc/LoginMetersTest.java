package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.state.Logging;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.testkit.provider.Answer;
import dev.wayleave.testkit.provider.OidcProvider;
import dev.wayleave.testkit.provider.Person;
import dev.wayleave.testkit.provider.Place;
import dev.wayleave.testkit.provider.Signing;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What is counted of logins.
class LoginMetersTest {
  private static final String LOGINS = "wayleave.logins";
  private static final String WHOSE = "wayleave.logins.whose";
  private static final String FAILED = "wayleave.logins.failed";
  private static final String TROUBLES = "wayleave.identity.provider.failures";

  private final OidcProvider provider = OidcProvider.start("wayleave", "s3cret");
  private final LoginServer server = new LoginServer();
  private final Browser browser = new Browser(server);

  @AfterEach
  void end() {
    browser.close();
    server.close();
    provider.close();
  }

  private void logIn() {
    server.with(Configuration.of("keys", provider), provider);
    browser.logIn("/oidc/login/keys", provider);
  }

  @Test
  void loginsAreCountedByProviderResultAndWhoseTheyAre() {
    logIn();
    assertThat(server.counted(LOGINS, "provider", "keys", "result", "begun")).isEqualTo(1);
    assertThat(server.counted(LOGINS, "provider", "keys", "result", "proved")).isEqualTo(1);
    assertThat(server.counted(WHOSE, "whose", "newcomer")).isEqualTo(1);
    User ann =
        Logging.user(
            1,
            "ann",
            new Subject(provider.issuer(), Person.named("ann").subject()).identity("oidc"));
    server.put(ann);
    logIn();
    assertThat(server.counted(WHOSE, "whose", "known")).isEqualTo(1);
    server.put(ann.heldBack(true, false));
    logIn();
    assertThat(server.counted(WHOSE, "whose", "suspended")).isEqualTo(1);
    server.put(ann.heldBack(false, true));
    logIn();
    assertThat(server.counted(WHOSE, "whose", "awaits-approval")).isEqualTo(1);
    server.put(Logging.user(2, "twin", ann.identities().getFirst()));
    logIn();
    assertThat(server.counted(WHOSE, "whose", "refused")).isEqualTo(1);
    assertThat(server.counted(LOGINS, "result", "failed")).isZero();
  }

  @Test
  void whoIsNotLoggedInIsCountedByTheReasonAndTroublesOfProvidersApart() {
    server.with(Configuration.of("keys", provider), provider);
    URI away = provider.visit(browser.begin("/oidc/login/keys"));
    browser.comeBack(away);
    browser.comeBack(away);
    assertThat(server.counted(FAILED, "provider", "keys", "reason", "not-ours")).isEqualTo(1);
    assertThat(server.counted(TROUBLES)).isZero();
    provider.signing(Signing.NONE);
    logIn();
    assertThat(server.counted(FAILED, "reason", "not-believed")).isEqualTo(1);
    assertThat(server.counted(TROUBLES, "reason", "not-believed")).isEqualTo(1);
    provider.answer(Place.TOKEN, Answer.html());
    logIn();
    assertThat(server.counted(LOGINS, "provider", "keys", "result", "failed")).isEqualTo(3);
    try (OidcProvider gone = OidcProvider.start("wayleave", "s3cret").down()) {
      server.with(Configuration.of("gone", gone), gone);
      browser.get("/oidc/login/gone");
    }
    assertThat(server.counted(TROUBLES, "provider", "gone", "reason", "unavailable")).isEqualTo(1);
    browser.get("/oidc/login/nobody");
    assertThat(server.counted(FAILED, "provider", "none", "reason", "no-provider")).isEqualTo(1);
  }

  @Test
  void nothingThatABrowserSaysBecomesALabel() {
    logIn();
    for (int i = 0; i < 20; i++) {
      browser.get("/oidc/login/made-up-" + i);
      browser.get("/oidc/callback/made-up-" + i + "?state=x&code=y");
    }
    assertThat(server.labels())
        .allMatch(label -> !label.contains("made-up"))
        .contains("provider=none", "provider=keys", "reason=not-ours");
  }
}
