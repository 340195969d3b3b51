package dev.wayleave.coordinator.oidc;

import static org.assertj.core.api.Assertions.assertThat;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.wayleave.coordinator.kept.KeptInMemory;
import dev.wayleave.coordinator.kept.KeptKind;
import dev.wayleave.testkit.provider.OidcProvider;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The table of logins that are at a provider.
class LoginsUnderWayTest {
  private static final OidcLimits SMALL =
      new OidcLimits(
          60,
          Duration.ofMinutes(10),
          3,
          2,
          10,
          Duration.ofMinutes(15),
          Duration.ofHours(12),
          Duration.ofSeconds(10),
          1 << 20,
          16,
          Duration.ofSeconds(15),
          Duration.ofHours(1),
          Duration.ofSeconds(30));

  private Instant now = Instant.parse("2026-11-23T01:00:00Z");
  private final KeptInMemory kept = new KeptInMemory();
  private final LoginsUnderWay logins =
      new LoginsUnderWay(kept, () -> now, new SecureRandom(), SMALL);
  private final Providers.Configured provider;

  LoginsUnderWayTest() {
    try (OidcProvider made = OidcProvider.start("wayleave", "")) {
      provider =
          new Providers.Configured(
              Configuration.of("keys", made).made(), Optional.empty(), "/oidc/callback/keys");
    }
  }

  private LoginUnderWay login(String state, String source) {
    return new LoginUnderWay(
        state,
        "browser",
        source,
        provider,
        URI.create("https://vpn.example.com/oidc/callback/keys"),
        new Nonce(),
        new CodeVerifier(),
        "/account",
        false,
        now);
  }

  @Test
  void ofAllTheOldestGivesWayAndOfOneSourceTheNewest() {
    assertThat(logins.put(login("a", "1"))).isTrue();
    assertThat(logins.put(login("b", "1"))).isTrue();
    assertThat(logins.put(login("c", "1"))).as("a third of one source").isFalse();
    assertThat(logins.put(login("d", "2"))).isTrue();
    assertThat(logins.put(login("e", "3"))).isTrue();
    assertThat(kept.size(KeptKind.AT_PROVIDER)).isEqualTo(3);
    assertThat(logins.take("a", "browser")).as("the oldest").isEmpty();
    assertThat(logins.put(login("f", "1"))).as("its source has room again").isTrue();
  }

  @Test
  void aLoginIsTakenOnceByItsBrowserInItsTime() {
    logins.put(login("a", "1"));
    logins.put(login("b", "1"));
    assertThat(logins.take("a", "another")).isEmpty();
    assertThat(logins.take("a", "")).isEmpty();
    assertThat(logins.take("a", "browser")).isPresent();
    assertThat(logins.take("a", "browser")).isEmpty();
    now = now.plus(SMALL.lifetime());
    assertThat(logins.take("b", "browser")).isEmpty();
    assertThat(kept.sweep(now)).isEqualTo(1);
    assertThat(kept.size(KeptKind.AT_PROVIDER)).isZero();
  }

  @Test
  void whatProvesALoginIsNeverPrinted() {
    LoginUnderWay login = login("a-state", "1");
    assertThat(login.toString())
        .doesNotContain("a-state", login.nonce().getValue(), login.verifier().getValue());
  }
}
