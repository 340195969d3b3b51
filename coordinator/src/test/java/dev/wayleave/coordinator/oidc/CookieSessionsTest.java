package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.testkit.provider.OidcProvider;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// How long a browser is remembered.
class CookieSessionsTest {
  private final OidcProvider provider = OidcProvider.start("wayleave", "s3cret");
  private final LoginServer server = new LoginServer();
  private final Browser browser = new Browser(server);

  CookieSessionsTest() {
    server.with(Configuration.of("keys", provider), provider);
    browser.logIn("/oidc/login/keys", provider);
  }

  @AfterEach
  void end() {
    browser.close();
    server.close();
    provider.close();
  }

  @Test
  void aBrowserThatAsksNothingIsForgottenAfterAQuarterOfAnHour() {
    server.pass(Duration.ofMinutes(14));
    assertThat(browser.whoAmI()).isEqualTo("ann");
    server.pass(Duration.ofMinutes(14));
    assertThat(browser.whoAmI()).as("it asked meanwhile").isEqualTo("ann");
    server.pass(Duration.ofMinutes(15));
    assertThat(browser.whoAmI()).isEqualTo("nobody");
  }

  @Test
  void anyBrowserIsForgottenAfterHalfADay() {
    for (int i = 0; i < 71; i++) {
      server.pass(Duration.ofMinutes(10));
      assertThat(browser.whoAmI()).isEqualTo("ann");
    }
    server.pass(Duration.ofMinutes(10));
    assertThat(browser.whoAmI()).isEqualTo("nobody");
  }

  @Test
  void whoLogsOutIsGoneAlsoWithTheOldCookie() {
    String cookie = browser.cookies.get("wayleave-session");
    assertThat(cookie).isNotNull();
    browser.get("/out");
    assertThat(browser.cookies).doesNotContainKey("wayleave-session");
    browser.cookies.put("wayleave-session", cookie);
    assertThat(browser.whoAmI()).isEqualTo("nobody");
  }
}
