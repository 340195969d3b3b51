package dev.wayleave.coordinator.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientAuthenticationMethod;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import dev.wayleave.coordinator.oidc.LoginFailedException.Kind;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.IdentityProvider.Pkce;
import dev.wayleave.tailnet.model.SecretText;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What the code flow has in common at all providers (RFC 6749, section 4.1).
final class CodeFlow {
  /// Error codes are of these characters; anything else is not repeated.
  private static final Pattern ERROR = Pattern.compile("[a-z_]{1,40}");

  private CodeFlow() {}

  static @Nullable CodeChallengeMethod challenge(IdentityProvider provider) {
    return switch (provider.pkce()) {
      case Pkce.OFF -> null;
      case Pkce.PLAIN -> CodeChallengeMethod.PLAIN;
      case Pkce.S256 -> CodeChallengeMethod.S256;
    };
  }

  /// The request's address with the parameters that are configured beside it, which replace none.
  static URI address(AuthorizationRequest request, IdentityProvider provider) {
    Map<String, List<String>> parameters = new TreeMap<>(request.toParameters());
    provider.extraParams().forEach((name, value) -> parameters.putIfAbsent(name, List.of(value)));
    String endpoint = request.getEndpointURI().toString();
    return URI.create(
        endpoint + (endpoint.contains("?") ? "&" : "?") + URLUtils.serializeParameters(parameters));
  }

  /// The code with which the browser came back, or why there is none.
  static AuthorizationCode code(LoginUnderWay login, Map<String, List<String>> parameters)
      throws LoginFailedException {
    String name = login.at().provider().displayName();
    String error = only(parameters, "error").orElse("");
    if (!error.isEmpty()) {
      throw new LoginFailedException(
          Kind.NOT_ALLOWED,
          name + " did not log you in" + (known(error) ? " (" + error + ")" : "") + ".");
    }
    String code = only(parameters, "code").orElse("");
    if (code.isEmpty()) {
      throw new LoginFailedException(
          Kind.NOT_OURS, "You came back from " + name + " without a login; begin again.");
    }
    return new AuthorizationCode(code);
  }

  static boolean known(@Nullable String error) {
    return error != null && ERROR.matcher(error).matches();
  }

  /// A parameter that came once; one that came twice means two things to two readers.
  static Optional<String> only(Map<String, List<String>> parameters, String name)
      throws LoginFailedException {
    List<String> values = parameters.getOrDefault(name, List.of());
    if (values.size() > 1) {
      throw new LoginFailedException(
          Kind.NOT_OURS, "You came back with an address that says things twice; begin again.");
    }
    return values.stream().findFirst();
  }

  /// The request that turns the code into tokens.
  static HTTPRequest exchange(
      LoginUnderWay login,
      URI endpoint,
      AuthorizationCode code,
      @Nullable List<ClientAuthenticationMethod> methods)
      throws LoginFailedException {
    IdentityProvider provider = login.at().provider();
    CodeVerifier verifier = provider.pkce() == Pkce.OFF ? null : login.verifier();
    AuthorizationCodeGrant grant = new AuthorizationCodeGrant(code, login.callback(), verifier);
    ClientID client = new ClientID(provider.clientId());
    Optional<SecretText> secret = login.at().secret();
    if (secret.isEmpty()) {
      return new TokenRequest.Builder(endpoint, client, grant).build().toHTTPRequest();
    }
    if (secret.get().isWithheld()) {
      throw new LoginFailedException(
          Kind.UNAVAILABLE,
          "The client secret for "
              + provider.displayName()
              + " was left out when this server was imported; an administrator has to set it.");
    }
    return new TokenRequest.Builder(
            endpoint, authentication(client, new Secret(secret.get().reveal()), methods), grant)
        .build()
        .toHTTPRequest();
  }

  /// By the header, which every provider has to take (RFC 6749, section 2.3.1), unless it says that
  /// it wants the body.
  private static ClientAuthentication authentication(
      ClientID client, Secret secret, @Nullable List<ClientAuthenticationMethod> methods) {
    boolean post =
        methods != null
            && !methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_BASIC)
            && methods.contains(ClientAuthenticationMethod.CLIENT_SECRET_POST);
    return post ? new ClientSecretPost(client, secret) : new ClientSecretBasic(client, secret);
  }
}
