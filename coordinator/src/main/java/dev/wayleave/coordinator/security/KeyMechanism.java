package dev.wayleave.coordinator.security;

import dev.wayleave.api.Problem;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.quarkus.security.AuthenticationFailedException;
import io.quarkus.security.identity.IdentityProviderManager;
import io.quarkus.security.identity.SecurityIdentity;
import io.quarkus.security.identity.request.AuthenticationRequest;
import io.quarkus.vertx.http.runtime.security.ChallengeData;
import io.quarkus.vertx.http.runtime.security.HttpAuthenticationMechanism;
import io.quarkus.vertx.http.runtime.security.HttpCredentialTransport;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.Json;
import io.vertx.ext.web.RoutingContext;
import jakarta.inject.Singleton;
import java.util.Set;

/// Takes an API key from `Authorization: Bearer KEY`.
@Singleton
final class KeyMechanism implements HttpAuthenticationMechanism {
  private static final String SCHEME = "bearer ";
  private static final String THROTTLED = "wayleave.throttled";
  private static final ChallengeData WHO_ARE_YOU =
      new ChallengeData(401, HttpHeaderNames.WWW_AUTHENTICATE, "Bearer");
  private static final ChallengeData SLOW_DOWN =
      new ChallengeData(
          429, HttpHeaderNames.RETRY_AFTER, Long.toString(FailureLimit.WINDOW.toSeconds()));

  private final FailureLimit failures;

  KeyMechanism(FailureLimit failures) {
    this.failures = failures;
  }

  @Override
  public Uni<SecurityIdentity> authenticate(
      RoutingContext context, IdentityProviderManager identities) {
    String header = context.request().getHeader(HttpHeaderNames.AUTHORIZATION);
    if (header == null || !header.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      return Uni.createFrom().nullItem();
    }
    String address = Callers.address(context);
    if (failures.isExceeded(address)) {
      context.put(THROTTLED, true);
      return Uni.createFrom().failure(new AuthenticationFailedException());
    }
    return identities.authenticate(
        new PresentedKeyRequest(header.substring(SCHEME.length()).strip(), address));
  }

  @Override
  public Uni<ChallengeData> getChallenge(RoutingContext context) {
    return Uni.createFrom().item(context.get(THROTTLED) == null ? WHO_ARE_YOU : SLOW_DOWN);
  }

  /// Answers with a problem as every other error does, for programs and people alike.
  @Override
  public Uni<Boolean> sendChallenge(RoutingContext context) {
    boolean throttled = context.get(THROTTLED) != null;
    ChallengeData challenge = throttled ? SLOW_DOWN : WHO_ARE_YOU;
    Problem problem =
        throttled
            ? Problem.of(
                429,
                "Too Many Requests",
                "TOO_MANY_REQUESTS",
                "Too many keys from your address were wrong; wait a minute.")
            : Problem.of(
                401,
                "Unauthorized",
                "UNAUTHORIZED",
                "Send a valid API key as \"Authorization: Bearer KEY\".");
    challenge
        .getHeaders()
        .forEach((name, value) -> context.response().putHeader(name.toString(), value));
    context
        .response()
        .setStatusCode(challenge.status)
        .putHeader(HttpHeaderNames.CONTENT_TYPE, Problem.MEDIA_TYPE);
    return Uni.createFrom()
        .completionStage(context.response().end(Json.encode(problem)).toCompletionStage())
        .replaceWith(true);
  }

  @Override
  public Set<Class<? extends AuthenticationRequest>> getCredentialTypes() {
    return Set.of(PresentedKeyRequest.class);
  }

  @Override
  public Uni<HttpCredentialTransport> getCredentialTransport(RoutingContext context) {
    return Uni.createFrom()
        .item(new HttpCredentialTransport(HttpCredentialTransport.Type.AUTHORIZATION, "bearer"));
  }
}
