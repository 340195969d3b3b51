package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.IdentityProvider.Pkce;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.testkit.provider.OidcProvider;
import dev.wayleave.testkit.provider.Person;
import dev.wayleave.testkit.provider.Place;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Providers that come, go and change while the server runs.
class ProvidersInForceTest {
  private final OidcProvider provider = OidcProvider.start("wayleave", "s3cret");
  private final OidcProvider other = OidcProvider.start("wayleave-too", "0ther");
  private final LoginServer server = new LoginServer();
  private final Browser browser = new Browser(server);

  @AfterEach
  void end() {
    browser.close();
    server.close();
    provider.close();
    other.close();
  }

  private void imported(OidcProvider from, boolean pkce, String method) {
    server.put(
        new ServerSettings(
            "https://vpn.example.com",
            "",
            null,
            null,
            "sequential",
            null,
            null,
            new ServerSettings.Oidc(
                from.issuer(),
                from.clientId(),
                List.of("openid", "custom"),
                Map.of("domain_hint", "example.com", "state", "never"),
                List.of(),
                List.of(),
                List.of(),
                true,
                true,
                null,
                pkce,
                method,
                true),
            Map.of()));
    server.put(
        new Secret(SecretRole.OIDC_CLIENT_SECRET, Secret.ONLY, SecretText.of(from.secret())));
  }

  @Test
  void headscalesProviderIsAskedAsHeadscaleAskedIt() {
    imported(provider, false, "S256");
    URI away = browser.begin("/oidc/login/oidc");
    assertThat(browser.comeBack(provider.visit(away)).statusCode()).isEqualTo(302);
    assertThat(browser.whoAmI()).isEqualTo("ann");
    assertThat(provider.lastRequest())
        .containsEntry("redirect_uri", server.url() + "/oidc/callback")
        .containsEntry("scope", "openid custom")
        .containsEntry("domain_hint", "example.com")
        .doesNotContainEntry("state", "never")
        .doesNotContainKey("code_challenge");
    imported(provider, true, "plain");
    assertThat(browser.logIn("/oidc/login/oidc", provider).statusCode()).isEqualTo(302);
    assertThat(provider.lastRequest()).containsEntry("code_challenge_method", "plain");
  }

  @Test
  void anEntityOfThatNameReplacesItAndItsSecretGoesNowhereElse() {
    imported(provider, false, "S256");
    server.put(Configuration.of("oidc", other).made());
    HttpResponse<String> back = browser.logIn("/oidc/login/oidc", other);
    assertThat(back.body()).contains("(invalid_client)");
    server.with(Configuration.of("oidc", other), other);
    assertThat(browser.logIn("/oidc/login/oidc", other).statusCode()).isEqualTo(302);
    assertThat(other.lastRequest()).containsEntry("redirect_uri", server.url() + "/oidc/callback");
    assertThat(provider.asked(Place.DISCOVERY)).isZero();
  }

  @Test
  void oneIsAddedDisabledAndSwappedWithoutARestart() {
    assertThat(browser.get("/oidc/login/keys").statusCode()).isEqualTo(404);
    server.with(Configuration.of("keys", provider), provider);
    assertThat(browser.logIn("/oidc/login/keys", provider).statusCode()).isEqualTo(302);
    assertThat(browser.whoAmI()).isEqualTo("ann");
    server.put(Configuration.of("keys", provider).off().made());
    assertThat(browser.whoAmI()).as("a session of a disabled provider").isEqualTo("nobody");
    assertThat(browser.get("/oidc/login/keys").statusCode()).isEqualTo(404);
    server.with(Configuration.of("keys", other), other);
    assertThat(browser.logIn("/oidc/login/keys", other).statusCode()).isEqualTo(302);
    assertThat(browser.whoAmI()).isEqualTo("ann");
    assertThat(server.seen().subject().issuer()).isEqualTo(other.issuer());
  }

  @Test
  void aLoginThatBeganBeforeAChangeDoesNotEndAfterIt() {
    server.with(Configuration.of("keys", provider), provider);
    URI swapped = provider.visit(browser.begin("/oidc/login/keys"));
    URI disabled = provider.visit(browser.begin("/oidc/login/keys"));
    server.with(Configuration.of("keys", other), other);
    HttpResponse<String> back = browser.comeBack(swapped);
    assertThat(back.statusCode()).isEqualTo(400);
    assertThat(back.body()).contains("configured anew");
    server.put(Configuration.of("keys", provider).off().made());
    assertThat(browser.comeBack(disabled).statusCode()).isEqualTo(404);
    assertThat(provider.asked(Place.TOKEN)).isZero();
    assertThat(other.asked(Place.TOKEN)).isZero();
  }

  @Test
  void aSecretThatWasLeftOutOfAnImportIsAskedFor() {
    server.put(Configuration.of("keys", provider).made());
    server.put(
        new Secret(
            SecretRole.OIDC_CLIENT_SECRET, "keys", SecretText.of(provider.secret()).withhold()));
    HttpResponse<String> back = browser.logIn("/oidc/login/keys", provider);
    assertThat(back.statusCode()).isEqualTo(503);
    assertThat(back.body()).contains("was left out when this server was imported");
  }

  @Test
  void aClientWithoutASecretIsAPublicOne() {
    try (OidcProvider open = OidcProvider.start("public", "")) {
      server.with(Configuration.of("open", open).pkce(Pkce.S256), open);
      assertThat(browser.logIn("/oidc/login/open", open).statusCode()).isEqualTo(302);
    }
  }

  @Test
  void aProviderThatWantsTheSecretInTheBodyGetsItThere() {
    provider.discovery(said -> {
      said.put("token_endpoint_auth_methods_supported", List.of("client_secret_post"));
      return said;
    });
    server.with(Configuration.of("keys", provider), provider);
    assertThat(browser.logIn("/oidc/login/keys", provider).statusCode()).isEqualTo(302);
  }

  @Test
  void manyProvidersAtOnceKeepTheirPeopleApart() {
    List<OidcProvider> many = new ArrayList<>();
    List<URI> away = new ArrayList<>();
    try {
      for (int i = 0; i < 8; i++) {
        OidcProvider one = OidcProvider.start("client-" + i, "secret-" + i);
        many.add(one.person(Person.named("person" + i)));
        server.with(Configuration.of("p" + i, one), one);
        away.add(browser.begin("/oidc/login/p" + i));
      }
      for (int i = many.size() - 1; i >= 0; i--) {
        URI back = many.get(i).visit(away.get(i));
        assertThat(browser.comeBack(back).statusCode()).isEqualTo(302);
        assertThat(browser.whoAmI()).isEqualTo("person" + i);
        assertThat(server.seen().subject().issuer()).isEqualTo(many.get(i).issuer());
      }
    } finally {
      many.forEach(OidcProvider::close);
    }
  }

  @Test
  void theConfigurationFileHasTheLastWord() {
    IdentityProvider inFile = Configuration.of("keys", provider).off().made();
    Map<String, ProvidersFile.Entry> file =
        Map.of(
            "keys",
            new ProvidersFile.Entry(inFile, Optional.empty()),
            "filed",
            new ProvidersFile.Entry(
                Configuration.of("filed", other).made(),
                Optional.of(SecretText.of(other.secret()))));
    Providers providers =
        new ProvidersInForce(dev.wayleave.tailnet.model.Tailnet::empty, () -> file);
    assertThat(providers.enabled())
        .extracting(known -> known.provider().name(), Providers.Configured::callbackPath)
        .containsExactly(org.assertj.core.groups.Tuple.tuple("filed", "/oidc/callback/filed"));
    assertThat(providers.enabled("filed").orElseThrow().secret())
        .contains(SecretText.of(other.secret()));
    assertThat(providers.enabled("keys")).isEmpty();
  }
}
