package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.jwt.JWTClaimsSet;
import dev.wayleave.testkit.provider.Answer;
import dev.wayleave.testkit.provider.OidcProvider;
import dev.wayleave.testkit.provider.Person;
import dev.wayleave.testkit.provider.Place;
import dev.wayleave.testkit.provider.Signing;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Tokens that are not what they have to be.
class TokenAttacksTest {
  private final OidcProvider provider = OidcProvider.start("wayleave", "s3cret");
  private final LoginServer server = new LoginServer();
  private final Browser browser = new Browser(server);

  @AfterEach
  void end() {
    browser.close();
    server.close();
    provider.close();
  }

  private HttpResponse<String> logIn() {
    server.with(Configuration.of("keys", provider), provider);
    return browser.logIn("/oidc/login/keys", provider);
  }

  @Test
  void aTokenForOthersOrByOthersOrOfAnotherTimeIsNotBelieved() {
    Map<String, UnaryOperator<JWTClaimsSet.Builder>> wrong = new TreeMap<>();
    wrong.put("another issuer", claims -> claims.issuer("https://other.example.com"));
    wrong.put("an issuer that only looks alike", c -> c.issuer(provider.issuer() + "/"));
    wrong.put("no issuer", claims -> claims.issuer(null));
    wrong.put("another audience", claims -> claims.audience("somebody-else"));
    wrong.put("no audience", claims -> claims.audience((String) null));
    wrong.put("another party", claims -> claims.claim("azp", "somebody-else"));
    wrong.put("two audiences", claims -> claims.audience(List.of("wayleave", "somebody-else")));
    wrong.put("another login", claims -> claims.claim("nonce", "x".repeat(43)));
    wrong.put("no login", claims -> claims.claim("nonce", null));
    wrong.put("nobody", claims -> claims.subject(null));
    wrong.put("over", claims -> claims.expirationTime(in(Duration.ofMinutes(-2))));
    wrong.put("never over", claims -> claims.expirationTime(null));
    wrong.put("to come", claims -> claims.issueTime(in(Duration.ofMinutes(5))));
    wrong.put("another access token", claims -> claims.claim("at_hash", "AAAAAAAAAAAAAAAAAAAAAA"));
    wrong.forEach((what, how) -> {
      provider.claims(how);
      assertNotBelieved(what);
    });
    provider.claims(claims -> claims);
    assertThat(logIn().statusCode()).as("the same without an attack").isEqualTo(302);
  }

  @Test
  void aTokenWithoutASignatureOrWithAnotherIsNotBelieved() {
    for (Signing signing : Signing.values()) {
      if (signing != Signing.RIGHT) {
        provider.signing(signing);
        assertNotBelieved(signing.name());
      }
    }
    provider.signing(Signing.RIGHT);
    assertThat(logIn().statusCode()).as("the same without an attack").isEqualTo(302);
  }

  private void assertNotBelieved(String what) {
    HttpResponse<String> answer = logIn();
    assertThat(answer.statusCode()).as("%s: %s", what, answer.body()).isEqualTo(502);
    assertThat(answer.body()).as(what).contains("is not believed").doesNotContain("eyJ");
    assertThat(browser.whoAmI()).as(what).isEqualTo("nobody");
  }

  @Test
  void clocksMayDifferByAMinute() {
    provider.claims(claims ->
        claims.issueTime(in(Duration.ofSeconds(30))).expirationTime(in(Duration.ofSeconds(-30))));
    assertThat(logIn().statusCode()).isEqualTo(302);
  }

  private static Date in(Duration time) {
    return Date.from(Instant.now().plus(time));
  }

  @Test
  void severalAudiencesAreRightWithThisServerAsTheParty() {
    provider.claims(claims -> claims.audience(List.of("wayleave", "api")).claim("azp", "wayleave"));
    assertThat(logIn().statusCode()).isEqualTo(302);
  }

  @Test
  void aNewKeyIsFoundAndAnUnknownOneMakesNoStormOfQuestions() {
    assertThat(logIn().statusCode()).isEqualTo(302);
    assertThat(provider.asked(Place.KEYS)).isEqualTo(1);
    provider.rotateKeys();
    assertThat(logIn().statusCode()).as("after a rotation").isEqualTo(302);
    assertThat(provider.asked(Place.KEYS)).isEqualTo(2);
    provider.signing(Signing.UNKNOWN_KEY);
    for (int i = 0; i < 10; i++) {
      assertThat(logIn().statusCode()).isEqualTo(502);
    }
    assertThat(provider.asked(Place.KEYS)).isLessThanOrEqualTo(3);
    assertThat(provider.asked(Place.DISCOVERY)).isEqualTo(1);
  }

  @Test
  void whatIsSaidOfSomebodyElseIsNotSaidOfThisPerson() {
    provider.userInfo(Person.named("root").in("admins"));
    assertThat(logIn().statusCode()).isEqualTo(302);
    assertThat(browser.whoAmI()).isEqualTo("ann");
    assertThat(server.seen().email()).isEqualTo("ann@example.com");
  }

  @Test
  void signedUserInformationIsReadWhereTheProvidersKeySignedIt() {
    provider.userInfo(Person.named("ann").in("signed"));
    provider.userInfoSigned(Signing.RIGHT, claims -> claims.claim("preferred_username", "anna"));
    assertThat(logIn().statusCode()).isEqualTo(302);
    assertThat(browser.whoAmI()).isEqualTo("anna");
    provider.userInfoSigned(Signing.RIGHT, claims -> claims.issuer(null).audience((String) null));
    assertThat(logIn().statusCode())
        .as("issuer and audience should be there, no more")
        .isEqualTo(302);
    provider.rotateKeys();
    assertThat(logIn().statusCode()).isEqualTo(302);
  }

  @ParameterizedTest
  @EnumSource(value = Signing.class, mode = EnumSource.Mode.EXCLUDE, names = "RIGHT")
  void userInformationThatIsSignedOtherwiseIsNotBelievedAndNorIsTheLogin(Signing signing) {
    provider.userInfo(Person.named("ann").in("admins"));
    provider.userInfoSigned(signing, claims -> claims);
    assertNotBelieved(signing.name());
  }

  @Test
  void signedUserInformationForOthersByOthersOrOfAnotherTimeIsNotBelieved() {
    Map<String, UnaryOperator<JWTClaimsSet.Builder>> wrong = new TreeMap<>();
    wrong.put("another issuer", claims -> claims.issuer("https://other.example.com"));
    wrong.put("another audience", claims -> claims.audience("somebody-else"));
    wrong.put("over", claims -> claims.expirationTime(in(Duration.ofMinutes(-2))));
    wrong.put("to come", claims -> claims.notBeforeTime(in(Duration.ofMinutes(5))));
    wrong.put("nobody", claims -> claims.subject(null));
    wrong.forEach((what, how) -> {
      provider.userInfoSigned(Signing.RIGHT, how);
      assertNotBelieved(what);
    });
    provider.answer(Place.USERINFO, new Answer.Text(200, "application/jwt", "no.jwt"));
    assertNotBelieved("no token at all");
    provider.answer(Place.USERINFO, new Answer.Right());
    provider.userInfoSigned(Signing.RIGHT, claims -> claims.subject("somebody-else"));
    assertThat(logIn().statusCode()).as("about another person, it says nothing").isEqualTo(302);
    assertThat(browser.whoAmI()).isEqualTo("ann");
  }

  @Test
  void whoHasToLogInAnewMustHaveDoneSo() {
    server.with(Configuration.of("keys", provider), provider);
    Instant longAgo = Instant.now().minus(Duration.ofHours(1));
    provider.claims(claims -> claims.claim("auth_time", longAgo.getEpochSecond()));
    HttpResponse<String> refused = browser.logIn("/oidc/login/keys?fresh=1", provider);
    assertThat(refused.statusCode()).isEqualTo(502);
    assertThat(refused.body()).contains("did not ask you to log in anew");
    assertThat(provider.lastRequest())
        .containsEntry("max_age", "0")
        .containsEntry("prompt", "login");
    assertThat(browser.logIn("/oidc/login/keys", provider).statusCode()).isEqualTo(302);
    assertThat(browser.whoAmI()).isEqualTo("ann");
    assertThat(server.seen().at()).isEqualTo(Instant.ofEpochSecond(longAgo.getEpochSecond()));
    provider.claims(claims -> claims);
    assertThat(browser.logIn("/oidc/login/keys?fresh=1", provider).statusCode()).isEqualTo(302);
  }
}
