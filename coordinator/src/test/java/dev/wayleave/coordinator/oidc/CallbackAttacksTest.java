package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.wayleave.tailnet.model.IdentityProvider.Pkce;
import dev.wayleave.testkit.provider.OidcProvider;
import dev.wayleave.testkit.provider.Person;
import dev.wayleave.testkit.provider.Place;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Browsers that come back from where they were not sent, or with what is not theirs.
class CallbackAttacksTest {
  private static final String KNOWN_NOT = "is not known here";

  private final OidcProvider provider = OidcProvider.start("wayleave", "s3cret");
  private final OidcProvider other = OidcProvider.start("wayleave-too", "0ther");
  private final LoginServer server = new LoginServer();
  private final Browser browser = new Browser(server);
  private final Browser victim = new Browser(server);

  CallbackAttacksTest() {
    server.with(Configuration.of("keys", provider), provider);
    server.with(Configuration.of("other", other), other);
  }

  @AfterEach
  void end() {
    browser.close();
    victim.close();
    server.close();
    provider.close();
    other.close();
  }

  @Test
  void nobodyIsLoggedInAsSomebodyElseByALink() {
    URI back = provider.visit(browser.begin("/oidc/login/keys"));
    assertRefused(victim.comeBack(back), KNOWN_NOT);
    victim.begin("/oidc/login/keys");
    assertRefused(victim.comeBack(back), KNOWN_NOT);
    assertThat(victim.whoAmI()).isEqualTo("nobody");
    assertThat(browser.comeBack(back).statusCode()).as("whose login it is").isEqualTo(302);
  }

  @Test
  void aCallbackIsGoodForOnce() {
    URI back = provider.visit(browser.begin("/oidc/login/keys"));
    assertThat(browser.comeBack(back).statusCode()).isEqualTo(302);
    assertRefused(browser.comeBack(back), KNOWN_NOT);
    assertThat(provider.asked(Place.TOKEN)).isEqualTo(1);
  }

  @Test
  void aCallbackNobodyWaitsForOrThatCameTooLateIsRefused() {
    assertRefused(browser.get("/oidc/callback/keys"), KNOWN_NOT);
    assertRefused(browser.get("/oidc/callback/keys?code=a&state=b"), KNOWN_NOT);
    assertRefused(browser.get("/oidc/callback/keys?code=a&state=b&state=c"), "says things twice");
    URI back = provider.visit(browser.begin("/oidc/login/keys"));
    server.pass(OidcLimits.DEFAULT.lifetime());
    assertRefused(browser.comeBack(back), KNOWN_NOT);
    assertThat(provider.asked(Place.TOKEN)).isZero();
  }

  @Test
  void aStolenCodeIsWorthNothingInAnotherLogin() {
    String stolen = value(provider.visit(victim.begin("/oidc/login/keys")), "code");
    assertRefused502(withCode(stolen), "did not confirm the login (invalid_grant)");
    server.put(Configuration.of("keys", provider).pkce(Pkce.OFF).made());
    String again = value(provider.visit(victim.begin("/oidc/login/keys")), "code");
    assertRefused502(withCode(again), "is not believed");
    assertThat(browser.whoAmI()).isEqualTo("nobody");
  }

  private HttpResponse<String> withCode(String code) {
    URI own = provider.visit(browser.begin("/oidc/login/keys"));
    return browser.get("/oidc/callback/keys?state=" + value(own, "state") + "&code=" + code);
  }

  @Test
  void aProviderCannotPassOnALoginThatBeganAtAnother() {
    URI back = provider.visit(browser.begin("/oidc/login/keys"));
    assertRefused(
        browser.get("/oidc/callback/other?" + back.getRawQuery()), "from another provider");
    URI second = provider.visit(browser.begin("/oidc/login/keys"));
    assertRefused(browser.get("/oidc/callback?" + second.getRawQuery()), "from another provider");
    assertThat(other.asked(Place.TOKEN)).as("no code of one comes to the other").isZero();
  }

  @Test
  void aProviderThatSaysWhoItIsHasToBeTheOne() {
    provider.returning(back -> with(back, "iss", other.issuer()));
    assertRefused(browser.logIn("/oidc/login/keys", provider), "from another provider");
    assertThat(provider.asked(Place.TOKEN)).isZero();
    provider.returning(back -> with(back, "iss", provider.issuer()));
    assertThat(browser.logIn("/oidc/login/keys", provider).statusCode()).isEqualTo(302);
  }

  @Test
  void aProviderThatPromisesToSayWhoItIsHasToSaySo() {
    other.discovery(said -> {
      said.put("authorization_response_iss_parameter_supported", true);
      return said;
    });
    assertRefused(browser.logIn("/oidc/login/other", other), "from another provider");
  }

  @Test
  void nobodyIsSentOnToAnotherSite() {
    for (String to :
        List.of(
            "https://evil.example.com/",
            "//evil.example.com",
            "/\\evil.example.com",
            "/\t/evil.example.com",
            "/account//evil.example.com",
            "/account/../..//evil.example.com",
            "/account@evil.example.com",
            "/account.evil.example.com",
            "javascript:alert(1)",
            "/register/",
            "/register/../../health",
            "/register/%2e%2e/x",
            "/account\r\nset-cookie: a=b",
            "/account?next=//evil.example.com",
            "/account#x",
            "/api/v1alpha/users",
            "/oidc/login/other",
            " /account",
            "")) {
      HttpResponse<String> answer =
          browser.get("/oidc/login/keys?to=" + URLEncoder.encode(to, StandardCharsets.UTF_8));
      assertRefused(answer, "is none of this server");
    }
    assertRefused(browser.get("/oidc/login/keys?to=/account&to=/account"), "none of this server");
    for (String to : List.of("/account", "/login/link", "/ssh/check/abc", "/register/abc")) {
      URI back = Browser.location(browser.logIn("/oidc/login/keys?to=" + to, provider));
      assertThat(back).hasToString(to);
    }
  }

  @Test
  void aCookieThatSomebodyPlantedIsWorthNothingAfterALogin() {
    browser.logIn("/oidc/login/keys", provider);
    String planted = browser.cookies.get("wayleave-session");
    assertThat(planted).isNotNull();
    victim.cookies.put("wayleave-session", planted);
    provider.person(Person.named("vic"));
    victim.logIn("/oidc/login/keys", provider);
    assertThat(victim.cookies.get("wayleave-session")).isNotEqualTo(planted);
    assertThat(victim.whoAmI()).isEqualTo("vic");
    assertThat(browser.whoAmI()).as("who planted it").isEqualTo("nobody");
    String invented = "a".repeat(64);
    browser.cookies.put("wayleave-session", invented);
    browser.logIn("/oidc/login/keys", provider);
    assertThat(browser.cookies.get("wayleave-session")).isNotEqualTo(invented);
  }

  @Test
  void whatABrowserBringsAlongIsNeverMarkup() {
    provider.returning(back -> with(back, "error", "<script>alert(1)</script>"));
    HttpResponse<String> answer = browser.logIn("/oidc/login/keys", provider);
    assertThat(answer.statusCode()).isEqualTo(403);
    assertThat(answer.body()).contains("The keys did not log you in.").doesNotContain("<script");
    provider.returning(back -> with(back, "error", "access_denied"));
    assertThat(browser.logIn("/oidc/login/keys", provider).body()).contains("(access_denied)");
    HttpResponse<String> unknown = browser.get("/oidc/login/%3Cscript%3E");
    assertThat(unknown.statusCode()).isEqualTo(404);
    assertThat(unknown.body()).contains("no identity provider").doesNotContain("<script");
  }

  @Test
  void cookiesCannotBeReadByScriptsOrSetByNeighboursAndGoNowhereUnencrypted() {
    HttpResponse<String> plain = victim.get("/oidc/login/keys");
    assertThat(plain.headers().firstValue("set-cookie").orElseThrow())
        .startsWith("wayleave-browser=")
        .contains("HTTPOnly", "SameSite=Lax", "Path=/")
        .doesNotContain("Secure");
    server.calledBy("https://vpn.example.com/");
    URI away = browser.begin("/oidc/login/keys");
    assertThat(query(away))
        .containsEntry("redirect_uri", "https://vpn.example.com/oidc/callback/keys");
    HttpResponse<String> back = browser.comeBack(provider.visit(away));
    assertThat(back.headers().firstValue("set-cookie").orElseThrow())
        .startsWith("__Host-wayleave-session=")
        .contains("HTTPOnly", "SameSite=Lax", "Path=/", "Secure")
        .doesNotContain("Domain");
  }

  @Test
  void aSourceHasSoManyLoginsAndThenWaits() {
    OidcLimits few =
        new OidcLimits(
            5,
            Duration.ofMinutes(10),
            4,
            2,
            2,
            Duration.ofMinutes(15),
            Duration.ofHours(12),
            Duration.ofSeconds(10),
            1 << 20,
            16,
            Duration.ofSeconds(15),
            Duration.ofHours(1),
            Duration.ofSeconds(30));
    try (LoginServer small = new LoginServer(few);
        Browser flood = new Browser(small)) {
      small.with(Configuration.of("keys", provider), provider);
      assertThat(flood.get("/oidc/login/keys").statusCode()).isEqualTo(302);
      assertThat(flood.get("/oidc/login/keys").statusCode()).isEqualTo(302);
      HttpResponse<String> third = flood.get("/oidc/login/keys");
      assertThat(third.statusCode()).isEqualTo(429);
      assertThat(third.body()).contains("are under way");
      flood.get("/oidc/callback");
      flood.get("/oidc/callback");
      HttpResponse<String> sixth = flood.get("/oidc/login/keys");
      assertThat(sixth.statusCode()).isEqualTo(429);
      assertThat(sixth.body()).contains("wait a minute");
      assertThat(sixth.headers().firstValue("retry-after")).isPresent();
      small.pass(Duration.ofMinutes(11));
      assertThat(flood.get("/oidc/login/keys").statusCode()).isEqualTo(302);
    }
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> more = new TreeMap<>(map);
    more.put(name, value);
    return more;
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> query = new TreeMap<>();
    URLUtils.parseParameters(uri.getRawQuery())
        .forEach((name, values) -> query.put(name, values.getFirst()));
    return query;
  }

  private static String value(URI uri, String name) {
    return query(uri).getOrDefault(name, "");
  }

  private static void assertRefused(HttpResponse<String> answer, String sentence) {
    assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(400);
    assertThat(answer.body()).contains(sentence);
  }

  private static void assertRefused502(HttpResponse<String> answer, String sentence) {
    assertThat(answer.statusCode()).as("%s", answer.body()).isEqualTo(502);
    assertThat(answer.body()).contains(sentence);
  }
}
