package dev.wayleave.coordinator.oidc;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenResponse;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.http.HTTPResponse;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.token.AccessToken;
import com.nimbusds.openid.connect.sdk.Prompt;
import dev.wayleave.coordinator.oidc.LoginFailedException.Kind;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.IdentityProvider;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A login by GitHub's OAuth, which has no ID tokens: who the person is says its API, asked over
/// TLS with the token that came for the code.
///
/// The subject is the account's number, which stays when an account is renamed and is never given
/// to another one; a login name is free for anybody afterwards.
final class GithubLogin implements ProviderLogin {
  private static final String PUBLIC = "https://github.com";
  private static final String PUBLIC_API = "https://api.github.com";
  private static final String ORGANISATIONS = "read:org";
  private static final int PAGE = 100;
  private static final int PAGES = 10;

  private final ProviderHttp http;

  GithubLogin(ProviderHttp http) {
    this.http = http;
  }

  private static String base(IdentityProvider provider) {
    return provider.issuer().replaceAll("/+$", "");
  }

  /// Where the API of an instance is.
  static String api(String issuer) {
    String base = issuer.replaceAll("/+$", "");
    return base.equals(PUBLIC) ? PUBLIC_API : base + "/api/v3";
  }

  @Override
  public URI address(LoginUnderWay login) {
    IdentityProvider provider = login.at().provider();
    AuthorizationRequest.Builder request =
        new AuthorizationRequest.Builder(ResponseType.CODE, new ClientID(provider.clientId()))
            .endpointURI(URI.create(base(provider) + "/login/oauth/authorize"))
            .redirectionURI(login.callback())
            .scope(new Scope(provider.scopes().toArray(String[]::new)))
            .state(new State(login.state()));
    CodeChallengeMethod challenge = CodeFlow.challenge(provider);
    if (challenge != null) {
      request.codeChallenge(login.verifier(), challenge);
    }
    if (login.fresh()) {
      // More than to let people choose an account GitHub cannot be asked for.
      request.prompt(Prompt.Type.SELECT_ACCOUNT);
    }
    return CodeFlow.address(request.build(), provider);
  }

  @Override
  public Testimony testimony(LoginUnderWay login, Map<String, List<String>> parameters)
      throws LoginFailedException {
    IdentityProvider provider = login.at().provider();
    Optional<String> issuer = CodeFlow.only(parameters, "iss");
    Set<String> itself = Set.of(base(provider), base(provider) + "/login/oauth");
    if (issuer.isPresent() && !itself.contains(issuer.get())) {
      throw new LoginFailedException(
          Kind.NOT_OURS,
          "You came back from another provider than the one to which you were sent; begin again.");
    }
    AuthorizationCode code = CodeFlow.code(login, parameters);
    try {
      return asked(provider, exchange(login, code));
    } catch (IOException e) {
      throw new LoginFailedException(
          Kind.UNAVAILABLE,
          "Nobody can log in at "
              + provider.displayName()
              + " just now, because "
              + e.getMessage()
              + "; try again in a minute, or log in another way.",
          e);
    } catch (ParseException e) {
      // Its message may hold a piece of the answer, which holds tokens.
      throw new LoginFailedException(
          Kind.NOT_BELIEVED,
          provider.displayName() + " confirmed the login in words that are not understood.");
    }
  }

  private AccessToken exchange(LoginUnderWay login, AuthorizationCode code)
      throws IOException, ParseException, LoginFailedException {
    IdentityProvider provider = login.at().provider();
    HTTPRequest request =
        CodeFlow.exchange(
            login, URI.create(base(provider) + "/login/oauth/access_token"), code, null);
    request.setAccept("application/json");
    HTTPResponse response = request.send(http);
    // It says so with the status 200.
    if (response.getBodyAsJSONObject().get("error") instanceof String error) {
      throw new LoginFailedException(
          Kind.NOT_BELIEVED,
          provider.displayName()
              + " did not confirm the login"
              + (CodeFlow.known(error) ? " (" + error + ")" : "")
              + "; begin again, and if that does not help, tell an administrator.");
    }
    return TokenResponse.parse(response).toSuccessResponse().getTokens().getAccessToken();
  }

  private Testimony asked(IdentityProvider provider, AccessToken token)
      throws IOException, ParseException {
    HTTPResponse answer = get(provider, token, "/user");
    if (answer.getStatusCode() != HTTPResponse.SC_OK) {
      throw new IOException("it answers " + answer.getStatusCode());
    }
    Map<String, Object> user = answer.getBodyAsJSONObject();
    if (!(user.get("id") instanceof Number id) || id.longValue() <= 0) {
      throw new ParseException("an account without a number");
    }
    String email = primary(provider, token);
    Map<String, Object> claims = new LinkedHashMap<>();
    put(claims, "preferred_username", user.get("login"));
    put(claims, "name", user.get("name"));
    put(claims, "picture", user.get("avatar_url"));
    put(claims, "email", email);
    claims.put("groups", groups(provider, token));
    Subject subject = new Subject(provider.issuer(), String.valueOf(id.longValue()));
    return new Testimony(subject, claims, email, null, null);
  }

  private static void put(Map<String, Object> claims, String name, @Nullable Object value) {
    if (value instanceof String text) {
      claims.put(name, text);
    }
  }

  /// The address that the account goes by, if it is verified; empty otherwise.
  private String primary(IdentityProvider provider, AccessToken token)
      throws IOException, ParseException {
    for (Map<?, ?> email : listed(provider, token, "/user/emails")) {
      if (Boolean.TRUE.equals(email.get("primary"))
          && Boolean.TRUE.equals(email.get("verified"))
          && email.get("email") instanceof String address) {
        return address;
      }
    }
    return "";
  }

  /// Organisations as `ORG` and teams as `ORG/TEAM`; none where the provider is not configured to
  /// ask for them.
  private List<String> groups(IdentityProvider provider, AccessToken token)
      throws IOException, ParseException {
    if (!provider.scopes().contains(ORGANISATIONS)) {
      return List.of();
    }
    List<String> groups = new ArrayList<>();
    for (Map<?, ?> organisation : listed(provider, token, "/user/orgs")) {
      if (organisation.get("login") instanceof String login) {
        groups.add(login);
      }
    }
    for (Map<?, ?> team : listed(provider, token, "/user/teams")) {
      if (team.get("slug") instanceof String slug
          && team.get("organization") instanceof Map<?, ?> organisation
          && organisation.get("login") instanceof String login) {
        groups.add(login + "/" + slug);
      }
    }
    return groups;
  }

  /// All pages of a list; nothing where the token does not reach so far. Any other answer says
  /// nothing of the person, so that the login fails rather than take groups away.
  private List<Map<?, ?>> listed(IdentityProvider provider, AccessToken token, String path)
      throws IOException, ParseException {
    List<Map<?, ?>> all = new ArrayList<>();
    for (int page = 1; page <= PAGES; page++) {
      HTTPResponse answer = get(provider, token, path + "?per_page=" + PAGE + "&page=" + page);
      if (isBeyond(answer)) {
        return all;
      }
      if (answer.getStatusCode() != HTTPResponse.SC_OK) {
        throw new IOException("it answers " + answer.getStatusCode() + " to " + path);
      }
      List<Object> some = answer.getBodyAsJSONArray();
      for (Object one : some) {
        if (one instanceof Map<?, ?> map) {
          all.add(map);
        }
      }
      if (some.size() < PAGE) {
        return all;
      }
    }
    return all;
  }

  /// Whether the token does not reach so far; a limit of requests is answered 403 too.
  private static boolean isBeyond(HTTPResponse answer) {
    boolean limited =
        answer.getHeaderValue("retry-after") != null
            || "0".equals(answer.getHeaderValue("x-ratelimit-remaining"));
    return answer.getStatusCode() == HTTPResponse.SC_NOT_FOUND
        || (answer.getStatusCode() == HTTPResponse.SC_FORBIDDEN && !limited);
  }

  private HTTPResponse get(IdentityProvider provider, AccessToken token, String path)
      throws IOException {
    HTTPRequest request =
        new HTTPRequest(HTTPRequest.Method.GET, URI.create(api(provider.issuer()) + path));
    request.setAuthorization(token.toAuthorizationHeader());
    request.setAccept("application/vnd.github+json");
    return request.send(http);
  }
}
