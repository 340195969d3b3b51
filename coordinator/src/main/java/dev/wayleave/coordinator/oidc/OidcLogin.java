package dev.wayleave.coordinator.oidc;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.KeySourceException;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jwt.JWT;
import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.OIDCScopeValue;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponse;
import com.nimbusds.openid.connect.sdk.OIDCTokenResponseParser;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.UserInfoRequest;
import com.nimbusds.openid.connect.sdk.UserInfoResponse;
import com.nimbusds.openid.connect.sdk.UserInfoSuccessResponse;
import com.nimbusds.openid.connect.sdk.claims.AuthorizedParty;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.claims.UserInfo;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.token.OIDCTokens;
import com.nimbusds.openid.connect.sdk.validators.AccessTokenValidator;
import com.nimbusds.openid.connect.sdk.validators.InvalidHashException;
import dev.wayleave.coordinator.oidc.LoginFailedException.Kind;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.IdentityProvider;
import java.io.IOException;
import java.net.URI;
import java.time.Instant;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A login by OpenID Connect's code flow.
final class OidcLogin implements ProviderLogin {
  private static final Logger LOG = Logger.getLogger(OidcLogin.class);

  /// Claims about a token or an answer, not about the person.
  private static final Set<String> OF_THE_MESSAGE =
      Set.of("iss", "aud", "exp", "iat", "nbf", "jti", "nonce", "auth_time", "azp");

  private final Connection connection;
  private final ProviderHttp http;

  OidcLogin(Connection connection, ProviderHttp http) {
    this.connection = connection;
    this.http = http;
  }

  @Override
  public URI address(LoginUnderWay login) throws LoginFailedException {
    IdentityProvider provider = login.at().provider();
    OIDCProviderMetadata metadata = discovered(provider).metadata();
    AuthenticationRequest.Builder request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                scope(provider),
                new ClientID(provider.clientId()),
                login.callback())
            .endpointURI(metadata.getAuthorizationEndpointURI())
            .state(new State(login.state()))
            .nonce(login.nonce());
    CodeChallengeMethod challenge = CodeFlow.challenge(provider);
    if (challenge != null) {
      request.codeChallenge(login.verifier(), challenge);
    }
    if (login.fresh()) {
      request.maxAge(0);
      List<Prompt.Type> prompts = metadata.getPromptTypes();
      if (prompts == null || prompts.contains(Prompt.Type.LOGIN)) {
        request.prompt(Prompt.Type.LOGIN);
      }
    }
    return CodeFlow.address(request.build(), provider);
  }

  /// Without this scope there is no ID token.
  private static Scope scope(IdentityProvider provider) {
    Scope scope = new Scope(OIDCScopeValue.OPENID);
    provider.scopes().forEach(scope::add);
    return scope;
  }

  private Discovered discovered(IdentityProvider provider) throws LoginFailedException {
    try {
      return connection.discovered();
    } catch (IOException e) {
      throw unavailable(provider, e);
    }
  }

  private static LoginFailedException unavailable(IdentityProvider provider, IOException e) {
    return new LoginFailedException(
        Kind.UNAVAILABLE,
        "Nobody can log in at "
            + provider.displayName()
            + " just now, because "
            + e.getMessage()
            + "; try again in a minute, or log in another way.",
        e);
  }

  @Override
  public Testimony testimony(LoginUnderWay login, Map<String, List<String>> parameters)
      throws LoginFailedException {
    IdentityProvider provider = login.at().provider();
    Discovered discovered = discovered(provider);
    checkIssuer(provider, discovered.metadata(), parameters);
    AuthorizationCode code = CodeFlow.code(login, parameters);
    try {
      OIDCTokens tokens = exchange(login, discovered.metadata(), code);
      IDTokenClaimsSet claims = validated(login, discovered, tokens);
      UserInfo more = userInfo(provider, discovered, tokens, claims);
      return testimony(provider, claims, more);
    } catch (IOException e) {
      throw unavailable(provider, e);
    }
  }

  /// The provider says who it is (RFC 9207), so that one cannot send people on to another with what
  /// belongs to itself.
  private static void checkIssuer(
      IdentityProvider provider,
      OIDCProviderMetadata metadata,
      Map<String, List<String>> parameters)
      throws LoginFailedException {
    Optional<String> issuer = CodeFlow.only(parameters, "iss");
    boolean right =
        issuer.isPresent()
            ? issuer.get().equals(metadata.getIssuer().getValue())
            : !metadata.supportsAuthorizationResponseIssuerParam();
    if (!right) {
      throw new LoginFailedException(
          Kind.NOT_OURS,
          "You came back from another provider than "
              + provider.displayName()
              + ", to which you were sent; begin again.");
    }
  }

  private OIDCTokens exchange(
      LoginUnderWay login, OIDCProviderMetadata metadata, AuthorizationCode code)
      throws IOException, LoginFailedException {
    String name = login.at().provider().displayName();
    HTTPRequest request =
        CodeFlow.exchange(
            login, metadata.getTokenEndpointURI(), code, metadata.getTokenEndpointAuthMethods());
    try {
      TokenResponse response = OIDCTokenResponseParser.parse(request.send(http));
      if (response instanceof OIDCTokenResponse tokens) {
        return tokens.getOIDCTokens();
      }
      String error = response.toErrorResponse().getErrorObject().getCode();
      throw new LoginFailedException(
          Kind.NOT_BELIEVED,
          name
              + " did not confirm the login"
              + (CodeFlow.known(error) ? " (" + error + ")" : "")
              + "; begin again, and if that does not help, tell an administrator.");
    } catch (ParseException e) {
      // Its message may hold a piece of the answer, which holds tokens.
      throw new LoginFailedException(
          Kind.NOT_BELIEVED, name + " confirmed the login in words that are not understood.");
    }
  }

  private static IDTokenClaimsSet validated(
      LoginUnderWay login, Discovered discovered, OIDCTokens tokens) throws LoginFailedException {
    IdentityProvider provider = login.at().provider();
    JWT token = tokens.getIDToken();
    try {
      IDTokenClaimsSet claims = discovered.tokens().validate(token, login.nonce());
      checkParty(provider, claims);
      checkHash(token, tokens, claims);
      checkFresh(login, claims);
      return claims;
    } catch (KeySourceException e) {
      throw notBelieved(provider, "its keys cannot be read", e);
    } catch (BadJOSEException | InvalidHashException e) {
      throw notBelieved(provider, String.valueOf(e.getMessage()), e);
    } catch (JOSEException e) {
      throw notBelieved(provider, "its signature cannot be checked", e);
    }
  }

  /// The validator of the library reads who the token was given to, and does not compare it.
  private static void checkParty(IdentityProvider provider, IDTokenClaimsSet claims)
      throws BadJOSEException {
    AuthorizedParty party = claims.getAuthorizedParty();
    boolean needed = claims.getAudience().size() > 1;
    if (party == null ? needed : !party.getValue().equals(provider.clientId())) {
      throw new BadJOSEException("The token was given to another client");
    }
  }

  private static void checkHash(JWT token, OIDCTokens tokens, IDTokenClaimsSet claims)
      throws InvalidHashException {
    if (claims.getAccessTokenHash() != null
        && token.getHeader().getAlgorithm() instanceof com.nimbusds.jose.JWSAlgorithm algorithm) {
      AccessTokenValidator.validate(
          tokens.getAccessToken(), algorithm, claims.getAccessTokenHash());
    }
  }

  /// A provider that says when the person logged in cannot pass off an old login as a new one.
  private static void checkFresh(LoginUnderWay login, IDTokenClaimsSet claims)
      throws LoginFailedException {
    Instant at = instant(claims.getAuthenticationTime());
    if (login.fresh() && at != null && at.isBefore(login.since().minus(Discovered.SKEW))) {
      throw new LoginFailedException(
          Kind.NOT_BELIEVED,
          login.at().provider().displayName()
              + " did not ask you to log in anew, which is needed here.");
    }
  }

  private static LoginFailedException notBelieved(
      IdentityProvider provider, String reason, Exception cause) {
    LOG.warnf(
        "A token of %s is not believed: %s", provider.name(), LoginFailedException.oneLine(reason));
    return new LoginFailedException(
        Kind.NOT_BELIEVED,
        "What "
            + provider.displayName()
            + " said of you is not believed; tell an administrator, who finds the reason in the"
            + " server's log.",
        cause);
  }

  /// What the provider says when it is asked, if it is about the same person. A provider that says
  /// nothing has said enough with the token; one that signs what it says, and not with its own
  /// keys, is not believed at all.
  private @Nullable UserInfo userInfo(
      IdentityProvider provider, Discovered discovered, OIDCTokens tokens, IDTokenClaimsSet claims)
      throws LoginFailedException {
    URI endpoint = discovered.metadata().getUserInfoEndpointURI();
    if (endpoint == null) {
      return null;
    }
    boolean signed = false;
    try {
      HTTPResponse answer =
          new UserInfoRequest(endpoint, tokens.getAccessToken()).toHTTPRequest().send(http);
      ContentType type = answer.getEntityContentType();
      signed = type != null && type.matches(ContentType.APPLICATION_JWT);
      UserInfoResponse response = UserInfoResponse.parse(answer);
      UserInfo said =
          response.indicatesSuccess()
              ? said(provider, discovered, response.toSuccessResponse())
              : null;
      // OpenID Connect Core, section 5.3.2: otherwise it may be somebody else's.
      return said != null && claims.getSubject().equals(said.getSubject()) ? said : null;
    } catch (IOException | ParseException e) {
      if (signed) {
        throw notBelieved(provider, "user information that is no signed token", e);
      }
      LOG.debugf("The user information of %s was not read", provider.name());
      return null;
    }
  }

  private static @Nullable UserInfo said(
      IdentityProvider provider, Discovered discovered, UserInfoSuccessResponse answer)
      throws LoginFailedException {
    JWT signed = answer.getUserInfoJWT();
    if (signed == null) {
      return answer.getUserInfo();
    }
    try {
      return new UserInfo(discovered.userInfo().process(signed, null));
    } catch (KeySourceException e) {
      throw notBelieved(provider, "its keys cannot be read", e);
    } catch (BadJOSEException e) {
      throw notBelieved(provider, "user information: " + e.getMessage(), e);
    } catch (JOSEException e) {
      throw notBelieved(provider, "the signature of user information cannot be checked", e);
    }
  }

  private static Testimony testimony(
      IdentityProvider provider, IDTokenClaimsSet token, @Nullable UserInfo more)
      throws LoginFailedException {
    try {
      Map<String, Object> claims = new LinkedHashMap<>(token.toJWTClaimsSet().getClaims());
      Email email = Email.of(claims);
      if (more != null) {
        Map<String, Object> said = more.toJWTClaimsSet().getClaims();
        email = email.under(Email.of(said));
        said.forEach((name, value) -> {
          if (!OF_THE_MESSAGE.contains(name)) {
            claims.put(name, value);
          }
        });
      }
      return new Testimony(
          new Subject(provider.issuer(), token.getSubject().getValue()),
          claims,
          email.verified() ? email.address() : "",
          instant(token.getAuthenticationTime()),
          instant(token.getExpirationTime()));
    } catch (ParseException e) {
      throw notBelieved(provider, "its claims cannot be read", e);
    }
  }

  /// An address and whether it is verified, which belong together.
  private record Email(String address, boolean verified) {
    static Email of(Map<String, Object> claims) {
      // Some providers say it as text.
      boolean verified = "true".equals(String.valueOf(claims.get("email_verified")));
      return new Email(claims.get("email") instanceof String address ? address : "", verified);
    }

    /// What is said later counts; it is verified if either says so of this very address.
    Email under(Email later) {
      if (later.address.isEmpty()) {
        return this;
      }
      return new Email(
          later.address, later.verified || (verified && address.equals(later.address)));
    }
  }

  private static @Nullable Instant instant(@Nullable Date date) {
    return date == null ? null : date.toInstant();
  }
}
