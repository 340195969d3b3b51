package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.testkit.provider.Answer;
import dev.wayleave.testkit.provider.OidcProvider;
import dev.wayleave.testkit.provider.Place;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Providers that are down, slow, broken, or lie about where they are.
class TroublesTest {
  private static final OidcLimits IMPATIENT =
      new OidcLimits(
          1_000,
          Duration.ofMinutes(10),
          100,
          100,
          100,
          Duration.ofMinutes(15),
          Duration.ofHours(12),
          Duration.ofMillis(500),
          64 << 10,
          4,
          Duration.ofSeconds(15),
          Duration.ofHours(1),
          Duration.ofSeconds(30));

  private final OidcProvider provider = OidcProvider.start("wayleave", "s3cret");
  private final OidcProvider other = OidcProvider.start("wayleave-too", "0ther");
  private final LoginServer server = new LoginServer(IMPATIENT);
  private final Browser browser = new Browser(server);

  TroublesTest() {
    server.with(Configuration.of("keys", provider), provider);
    server.with(Configuration.of("other", other), other);
  }

  @AfterEach
  void end() {
    browser.close();
    server.close();
    provider.close();
    other.close();
  }

  @Test
  void oneThatIsDownSaysSoAndStopsNobodyElse() {
    provider.down();
    assertSays(browser.get("/oidc/login/keys"), 503, "at The keys just now, because it cannot be");
    assertThat(browser.logIn("/oidc/login/other", other).statusCode()).isEqualTo(302);
    assertThat(browser.whoAmI()).isEqualTo("ann");
  }

  @Test
  void aFailureIsRememberedForAWhileAndThenForgotten() {
    provider.answer(Place.DISCOVERY, Answer.status(500));
    for (int i = 0; i < 10; i++) {
      assertSays(browser.get("/oidc/login/keys"), 503, "its discovery document answers 500");
    }
    assertThat(provider.asked(Place.DISCOVERY)).isEqualTo(1);
    provider.answer(Place.DISCOVERY, new Answer.Right());
    server.pass(IMPATIENT.failureMemory());
    assertThat(browser.logIn("/oidc/login/keys", provider).statusCode()).isEqualTo(302);
  }

  @Test
  void whatWasKnownOutlivesAnOutage() {
    assertThat(browser.logIn("/oidc/login/keys", provider).statusCode()).isEqualTo(302);
    provider.answer(Place.DISCOVERY, Answer.html());
    server.pass(IMPATIENT.discovery());
    assertThat(browser.logIn("/oidc/login/keys", provider).statusCode()).isEqualTo(302);
    assertThat(provider.asked(Place.DISCOVERY)).isEqualTo(2);
  }

  @Test
  void nonsenseForADiscoveryDocumentIsSaidInASentence() {
    Map<Answer, String> troubles =
        Map.of(
            Answer.html(),
            "is not a discovery document",
            Answer.status(200),
            "is not a discovery document",
            Answer.status(404),
            "answers 404",
            new Answer.Huge(128 << 10),
            "too long",
            new Answer.Late(Duration.ofSeconds(20)),
            "does not answer within",
            new Answer.Elsewhere(other.issuer() + Place.DISCOVERY.path()),
            "answers 302");
    troubles.forEach((answer, sentence) -> {
      provider.answer(Place.DISCOVERY, answer);
      assertSays(browser.get("/oidc/login/keys"), 503, sentence);
      server.pass(IMPATIENT.failureMemory());
    });
    assertThat(other.asked(Place.DISCOVERY)).isZero();
  }

  @Test
  void nonsenseForTokensKeysAndPeopleLogsNobodyIn() {
    for (Place place : new Place[] {Place.TOKEN, Place.KEYS}) {
      for (Answer answer :
          new Answer[] {
            Answer.html(),
            Answer.status(200),
            Answer.status(500),
            new Answer.Huge(128 << 10),
            new Answer.Late(Duration.ofSeconds(20)),
            new Answer.Elsewhere(other.issuer() + place.path())
          }) {
        provider.answer(place, answer);
        HttpResponse<String> back = browser.logIn("/oidc/login/keys", provider);
        assertThat(back.statusCode()).as("%s %s", place, answer).isIn(502, 503);
        assertThat(browser.whoAmI()).isEqualTo("nobody");
      }
      provider.answer(place, new Answer.Right());
    }
    assertThat(other.asked(Place.TOKEN)).as("the secret stays with its provider").isZero();
  }

  @Test
  void aProviderThatSaysNothingOfPeopleHasSaidEnoughInTheToken() {
    for (Answer answer :
        new Answer[] {Answer.html(), Answer.status(500), new Answer.Late(Duration.ofSeconds(20))}) {
      provider.answer(Place.USERINFO, answer);
      assertThat(browser.logIn("/oidc/login/keys", provider).statusCode()).isEqualTo(302);
    }
    provider.discovery(said -> {
      said.remove("userinfo_endpoint");
      return said;
    });
    server.pass(IMPATIENT.discovery());
    assertThat(browser.logIn("/oidc/login/keys", provider).statusCode()).isEqualTo(302);
  }

  @Test
  void oneThatCallsItselfSomethingElseIsNotBelieved() {
    provider.discovery(said -> with(said, "issuer", other.issuer()));
    assertSays(browser.get("/oidc/login/keys"), 503, "is not the issuer configured");
  }

  @Test
  void oneThatLacksAnAddressOrNamesAnotherKindOfAddressIsNotUsed() {
    provider.discovery(said -> {
      said.remove("token_endpoint");
      return said;
    });
    assertSays(browser.get("/oidc/login/keys"), 503, "lacks an address");
    server.pass(IMPATIENT.failureMemory());
    provider.discovery(said -> with(said, "token_endpoint", "ftp://127.0.0.1/token"));
    assertSays(browser.get("/oidc/login/keys"), 503, "an address without TLS");
  }

  private static Map<String, Object> with(Map<String, Object> said, String name, Object value) {
    Map<String, Object> more = new TreeMap<>(said);
    more.put(name, value);
    return more;
  }

  private static void assertSays(HttpResponse<String> answer, int status, String sentence) {
    assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(status);
    assertThat(answer.body()).contains(sentence);
  }
}
