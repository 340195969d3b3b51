package dev.wayleave.coordinator.oidc;

import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.Nonce;
import dev.wayleave.coordinator.kept.KeptRows;
import dev.wayleave.coordinator.oidc.LoginFailedException.Kind;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.model.IdentityProvider;
import java.net.URI;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// The way to a provider and back.
final class ProviderLogins {
  private static final Logger LOG = Logger.getLogger(ProviderLogins.class);

  /// As many issuers and clients are remembered as anybody configures at once.
  private static final int CONNECTIONS = 100;

  private static final int RANDOM_BYTES = 32;

  /// A login that succeeded, and where the person goes on.
  record Done(ProvedLogin login, String to) {}

  private record Key(IdentityProvider.Kind kind, String issuer, String clientId) {}

  private final Providers providers;
  private final Supplier<String> serverUrl;
  private final ProviderHttp http;
  private final InstantSource clock;
  private final SecureRandom random;
  private final OidcLimits limits;
  private final LoginsUnderWay underWay;
  private final Map<Key, Connection> connections =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, Connection> eldest) {
          return size() > CONNECTIONS;
        }
      };

  ProviderLogins(
      Providers providers,
      Supplier<String> serverUrl,
      ProviderHttp http,
      InstantSource clock,
      SecureRandom random,
      OidcLimits limits,
      KeptRows kept) {
    this.providers = providers;
    this.serverUrl = serverUrl;
    this.http = http;
    this.clock = clock;
    this.random = random;
    this.limits = limits;
    this.underWay = new LoginsUnderWay(kept, clock, random, limits);
  }

  /// The address at the provider to which the browser goes.
  ///
  /// @param browser the hash of its cookie
  /// @param source whence it asks
  /// @param to one of [ReturnPath]
  /// @param fresh whether the person has to log in anew
  URI begin(String name, String browser, String source, String to, boolean fresh)
      throws LoginFailedException {
    Providers.Configured at = enabled(name);
    LoginUnderWay login =
        new LoginUnderWay(
            text(),
            browser,
            source,
            at,
            URI.create(serverUrl.get().replaceAll("/+$", "") + at.callbackPath()),
            new Nonce(text()),
            new CodeVerifier(text()),
            to,
            fresh,
            clock.instant());
    URI address = asking(at, kind -> kind.address(login));
    if (!underWay.put(login)) {
      throw new LoginFailedException(
          Kind.TOO_MANY, "Too many logins from your address are under way; end some of them.");
    }
    return address;
  }

  /// The login of a browser that came back.
  ///
  /// @param name whose callback it came back to
  Done finish(String name, String browser, Map<String, List<String>> parameters)
      throws LoginFailedException {
    LoginUnderWay login = begun(name, browser, parameters);
    Providers.Configured at = login.at();
    try {
      Testimony said = asking(at, kind -> kind.testimony(login, parameters));
      return new Done(
          Admission.of(at.provider(), said, clock.instant(), login.fresh()), login.to());
    } catch (LoginFailedException e) {
      LOG.infof("A login at %s failed: %s", at.provider().name(), e.sentence());
      throw e;
    }
  }

  private LoginUnderWay begun(String name, String browser, Map<String, List<String>> parameters)
      throws LoginFailedException {
    String state = CodeFlow.only(parameters, "state").orElse("");
    Optional<LoginsUnderWay.Back> back = underWay.take(state, browser);
    if (back.isEmpty()) {
      throw new LoginFailedException(
          Kind.NOT_OURS,
          "This login is not known here: it took longer than "
              + limits.lifetime().toMinutes()
              + " minutes, was used already, or began in another browser; begin again.");
    }
    IdentityProvider provider = back.get().provider();
    if (!provider.name().equals(name)) {
      throw new LoginFailedException(
          Kind.NOT_OURS,
          "You came back from another provider than the one to which you were sent; begin again.");
    }
    Providers.Configured now = enabled(name);
    return back.get()
        .at(now)
        .orElseThrow(() ->
            new LoginFailedException(
                Kind.NOT_OURS,
                provider.displayName() + " has been configured anew meanwhile; begin again."));
  }

  private Providers.Configured enabled(String name) throws LoginFailedException {
    return providers
        .enabled(name)
        .orElseThrow(() ->
            new LoginFailedException(
                Kind.NO_PROVIDER,
                "There is no identity provider of this name here, or it is switched off."));
  }

  private interface Question<T> {
    T ask(ProviderLogin kind) throws LoginFailedException;
  }

  private <T> T asking(Providers.Configured at, Question<T> question) throws LoginFailedException {
    Connection connection = connection(at.provider());
    Semaphore permits = connection.permits();
    if (!permits.tryAcquire()) {
      throw new LoginFailedException(
          Kind.UNAVAILABLE,
          "Too many people wait for "
              + at.provider().displayName()
              + " just now; try again in a moment, or log in another way.");
    }
    try {
      return question.ask(
          switch (at.provider().kind()) {
            case OIDC -> new OidcLogin(connection, http);
            case GITHUB -> new GithubLogin(http);
          });
    } finally {
      permits.release();
    }
  }

  private Connection connection(IdentityProvider provider) {
    Key key = new Key(provider.kind(), provider.issuer(), provider.clientId());
    synchronized (connections) {
      return connections.computeIfAbsent(
          key,
          _ ->
              new Connection(
                  () -> Discovered.ask(provider.issuer(), provider.clientId(), http, limits),
                  clock,
                  limits));
    }
  }

  private String text() {
    byte[] bytes = new byte[RANDOM_BYTES];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
