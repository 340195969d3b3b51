package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.testkit.provider.Answer;
import dev.wayleave.testkit.provider.OidcProvider;
import dev.wayleave.testkit.provider.Place;
import dev.wayleave.testkit.provider.Signing;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.formatters.PatternFormatter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What stands in the log after logins that failed.
class LoginLogTest {
  private static final Logger LOGGER = Logger.getLogger("dev.wayleave.coordinator.oidc");

  private final OidcProvider provider = OidcProvider.start("wayleave", "s3cret-of-client");
  private final LoginServer server = new LoginServer();
  private final Browser browser = new Browser(server);
  private final Lines lines = new Lines();

  private static final class Lines extends Handler {
    private final List<String> texts = new CopyOnWriteArrayList<>();
    private final PatternFormatter format = new PatternFormatter("%s%e");

    @Override
    public void publish(LogRecord entry) {
      texts.add(format.format(entry));
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }

  @BeforeEach
  void listen() {
    server.with(Configuration.of("keys", provider), provider);
    lines.setLevel(Level.ALL);
    LOGGER.addHandler(lines);
  }

  @AfterEach
  void end() {
    LOGGER.removeHandler(lines);
    browser.close();
    server.close();
    provider.close();
  }

  @Test
  void theReasonStandsThereOnOneLineAndNoCodeTokenOrSecret() {
    provider.claims(claims -> claims.issuer("https://evil.example.com/\n2026 all is well"));
    fail(provider.visit(browser.begin("/oidc/login/keys")));
    assertThat(lines.texts).anyMatch(text -> text.contains("Unexpected JWT issuer"));
    assertThat(lines.texts).noneMatch(text -> text.contains("\n2026 all is well"));
    provider.claims(claims -> claims).signing(Signing.ANOTHER_KEY);
    fail(provider.visit(browser.begin("/oidc/login/keys")));
    provider.signing(Signing.RIGHT);
    provider.answer(Place.TOKEN, new Answer.Text(200, "application/json", "{\"id_token\":\"eyJx"));
    fail(provider.visit(browser.begin("/oidc/login/keys")));
    assertThat(lines.texts).hasSizeGreaterThanOrEqualTo(3);
  }

  private void fail(URI back) {
    assertThat(browser.comeBack(back).statusCode()).isEqualTo(502);
    String cookie = browser.cookies.get("wayleave-browser");
    assertThat(cookie).isNotNull();
    assertThat(lines.texts)
        .allSatisfy(text ->
            assertThat(text)
                .doesNotContain("eyJ", provider.secret(), String.valueOf(cookie))
                .doesNotContain(back.getRawQuery().replaceAll(".*code=([^&]+).*", "$1"))
                .doesNotContain(back.getRawQuery().replaceAll(".*state=([^&]+).*", "$1")));
  }
}
