package dev.wayleave.coordinator.oidc;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.proc.BadJWTException;
import com.nimbusds.jwt.proc.DefaultJWTClaimsVerifier;
import com.nimbusds.jwt.proc.DefaultJWTProcessor;
import com.nimbusds.jwt.proc.JWTProcessor;
import com.nimbusds.oauth2.sdk.GeneralException;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an OIDC provider says of itself, and the judges of its tokens and of user information that
/// it signs.
record Discovered(
    OIDCProviderMetadata metadata,
    IDTokenValidator tokens,
    JWTProcessor<SecurityContext> userInfo) {
  /// How far a provider's clock may be off.
  static final Duration SKEW = Duration.ofMinutes(1);

  /// How long keys are believed where asking for them fails.
  private static final Duration KEYS_IN_AN_OUTAGE = Duration.ofHours(4);

  /// Signatures by a key that the provider alone has. Never `none`, and never those by the client
  /// secret: with them, whoever knows the secret is everybody.
  private static final Set<JWSAlgorithm> BELIEVED =
      Set.of(
          JWSAlgorithm.RS256,
          JWSAlgorithm.RS384,
          JWSAlgorithm.RS512,
          JWSAlgorithm.PS256,
          JWSAlgorithm.PS384,
          JWSAlgorithm.PS512,
          JWSAlgorithm.ES256,
          JWSAlgorithm.ES384,
          JWSAlgorithm.ES512);

  /// Asks an issuer.
  static Discovered ask(String issuer, String clientId, ProviderHttp http, OidcLimits limits)
      throws IOException {
    OIDCProviderMetadata metadata = metadata(issuer, http);
    if (!metadata.getIssuer().getValue().equals(issuer)) {
      throw new IOException(
          "it calls itself " + metadata.getIssuer() + ", which is not the issuer configured");
    }
    check(issuer, metadata.getAuthorizationEndpointURI());
    check(issuer, metadata.getTokenEndpointURI());
    check(issuer, metadata.getJWKSetURI());
    if (metadata.getUserInfoEndpointURI() != null) {
      check(issuer, metadata.getUserInfoEndpointURI());
    }
    JWKSource<SecurityContext> keys = keys(metadata, http, limits);
    return new Discovered(
        metadata, judge(metadata, clientId, keys), judgeOfAnswers(metadata, clientId, keys));
  }

  private static OIDCProviderMetadata metadata(String issuer, ProviderHttp http)
      throws IOException {
    try {
      HTTPRequest request =
          new HTTPRequest(
              HTTPRequest.Method.GET, OIDCProviderMetadata.resolveURL(new Issuer(issuer)));
      HTTPResponse response = request.send(http);
      if (response.getStatusCode() != HTTPResponse.SC_OK) {
        throw new IOException("its discovery document answers " + response.getStatusCode());
      }
      return OIDCProviderMetadata.parse(response.getBodyAsJSONObject());
    } catch (ParseException e) {
      throw new IOException("what it says of itself is not a discovery document", e);
    } catch (GeneralException e) {
      throw new IOException("its issuer is not a URL", e);
    }
  }

  /// What belongs to an issuer that is reached over TLS is reached over TLS.
  private static void check(String issuer, @Nullable URI endpoint) throws IOException {
    if (endpoint == null) {
      throw new IOException("its discovery document lacks an address that is needed");
    }
    boolean plain = "http".equalsIgnoreCase(endpoint.getScheme());
    boolean encrypted = "https".equalsIgnoreCase(endpoint.getScheme());
    if (!encrypted && !(plain && issuer.startsWith("http:"))) {
      throw new IOException("its discovery document names an address without TLS");
    }
  }

  private static JWKSource<SecurityContext> keys(
      OIDCProviderMetadata metadata, ProviderHttp http, OidcLimits limits) throws IOException {
    return JWKSourceBuilder.<SecurityContext>create(metadata.getJWKSetURI().toURL(), http)
        .cache(OidcLimits.KEYS_FRESH.toMillis(), limits.timeout().toMillis())
        .refreshAheadCache(false)
        .rateLimited(limits.keyInterval().toMillis())
        .outageTolerant(KEYS_IN_AN_OUTAGE.toMillis())
        .build();
  }

  private static IDTokenValidator judge(
      OIDCProviderMetadata metadata, String clientId, JWKSource<SecurityContext> keys) {
    IDTokenValidator validator =
        new IDTokenValidator(
            metadata.getIssuer(),
            new ClientID(clientId),
            new JWSVerificationKeySelector<>(algorithms(metadata.getIDTokenJWSAlgs()), keys),
            null);
    validator.setMaxClockSkew(Math.toIntExact(SKEW.toSeconds()));
    return validator;
  }

  /// Signed user information should say who gave it to whom (OpenID Connect Core, section 5.3.2);
  /// where it does, it has to be this issuer and this client.
  private static JWTProcessor<SecurityContext> judgeOfAnswers(
      OIDCProviderMetadata metadata, String clientId, JWKSource<SecurityContext> keys) {
    DefaultJWTClaimsVerifier<SecurityContext> times = new DefaultJWTClaimsVerifier<>(null, null);
    times.setMaxClockSkew(Math.toIntExact(SKEW.toSeconds()));
    DefaultJWTProcessor<SecurityContext> processor = new DefaultJWTProcessor<>();
    List<JWSAlgorithm> said = metadata.getUserInfoJWSAlgs();
    processor.setJWSKeySelector(
        new JWSVerificationKeySelector<>(
            // Many providers tell those of ID tokens alone.
            algorithms(said == null ? metadata.getIDTokenJWSAlgs() : said), keys));
    processor.setJWTClaimsSetVerifier((claims, context) -> {
      times.verify(claims, context);
      String issuer = claims.getIssuer();
      if (issuer != null && !issuer.equals(metadata.getIssuer().getValue())) {
        throw new BadJWTException("The user information is that of another issuer");
      }
      if (!claims.getAudience().isEmpty() && !claims.getAudience().contains(clientId)) {
        throw new BadJWTException("The user information is for another client");
      }
      if (claims.getSubject() == null) {
        throw new BadJWTException("The user information does not say whose it is");
      }
    });
    return processor;
  }

  private static Set<JWSAlgorithm> algorithms(@Nullable List<JWSAlgorithm> said) {
    Set<JWSAlgorithm> both = new HashSet<>(said == null ? List.of() : said);
    both.retainAll(BELIEVED);
    // Every provider has to be able to do this one (OpenID Connect Core, section 2).
    return both.isEmpty() ? Set.of(JWSAlgorithm.RS256) : both;
  }
}
