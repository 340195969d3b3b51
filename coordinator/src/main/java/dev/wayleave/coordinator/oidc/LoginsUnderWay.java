package dev.wayleave.coordinator.oidc;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.wayleave.coordinator.kept.Bound;
import dev.wayleave.coordinator.kept.Bound.Among;
import dev.wayleave.coordinator.kept.Digest;
import dev.wayleave.coordinator.kept.Kept;
import dev.wayleave.coordinator.kept.KeptJson;
import dev.wayleave.coordinator.kept.KeptKind;
import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.SecretText;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/// The logins that are at a provider, begun at whatever replica. Each is taken once.
///
/// They are bounded: a source has so many, and of all the oldest gives way, so that a flood would
/// have to be as fast as people are slow to keep them from logging in.
///
/// A row is found by the hash of the state. The nonce and the verifier in it are sealed with the
/// state itself, which the browser and the provider have and no row: who reads the database can
/// neither end a login nor spend a code.
final class LoginsUnderWay {
  private static final KeptKind KIND = KeptKind.AT_PROVIDER;

  private final KeptRows kept;
  private final InstantSource clock;
  private final SecureRandom random;
  private final OidcLimits limits;

  /// What is remembered of a login.
  ///
  /// @param settings the hash of how the provider was configured, its client secret included, which
  ///   stands here no other way
  private record Body(
      IdentityProvider provider,
      String settings,
      String source,
      String callback,
      String nonce,
      String verifier,
      String to,
      boolean fresh) {}

  /// A login that came back.
  record Back(Body body, String state, String browser, Instant since) {
    /// The provider as it was when the login began.
    IdentityProvider provider() {
      return body.provider();
    }

    /// Goes on with the login, where its provider is still configured as it was.
    Optional<LoginUnderWay> at(Providers.Configured now) {
      return Digest.isSame(settings(now, state), body.settings())
          ? Optional.of(
              new LoginUnderWay(
                  state,
                  browser,
                  body.source(),
                  now,
                  URI.create(body.callback()),
                  new Nonce(body.nonce()),
                  new CodeVerifier(body.verifier()),
                  body.to(),
                  body.fresh(),
                  since))
          : Optional.empty();
    }

    /// Never what proves a login.
    @Override
    public String toString() {
      return "Back(" + provider().name() + ", " + since + ")";
    }
  }

  LoginsUnderWay(KeptRows kept, InstantSource clock, SecureRandom random, OidcLimits limits) {
    this.kept = kept;
    this.clock = clock;
    this.random = random;
    this.limits = limits;
  }

  /// Salted with the state, so that it says nothing of the secret by itself.
  private static String settings(Providers.Configured at, String state) {
    return Digest.of(
        String.join(
            "\n",
            state,
            KeptJson.write(at.provider()),
            at.callbackPath(),
            at.secret().map(SecretText::fingerprint).orElse("public")));
  }

  /// Whether there is room; where the source has too many already there is none.
  boolean put(LoginUnderWay login) {
    Body body =
        new Body(
            login.at().provider(),
            settings(login.at(), login.state()),
            login.source(),
            login.callback().toString(),
            login.nonce().getValue(),
            login.verifier().getValue(),
            login.to(),
            login.fresh());
    Instant since = Kept.exact(login.since());
    return kept.keep(
            Kept.of(
                    KIND,
                    Digest.of(login.state()),
                    SealedText.seal(KeptJson.write(body), login.state(), random),
                    since,
                    since.plus(limits.lifetime()))
                .of("", login.source())
                .showing(login.browser()),
            List.of(
                Bound.refused(Among.SOURCE, limits.underWayPerAddress()),
                Bound.oldestGivesWay(Among.ALL, limits.underWay())))
        .isKept();
  }

  /// The login of a state that this browser has begun, for the first who asks. A state that another
  /// browser shows stays where it is: nobody can end the login of somebody else.
  Optional<Back> take(String state, String browser) {
    return kept.take(KIND, Digest.of(state), browser, clock.instant())
        .flatMap(one ->
            SealedText.open(one.body(), state)
                .flatMap(text -> KeptJson.read(Body.class, text))
                .map(body -> new Back(body, state, browser, one.begun())));
  }
}
