package dev.wayleave.importers.tailscale.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.importers.tailscale.api.AccessTokens.Token;
import dev.wayleave.importers.tailscale.api.HostedException.Reason;
import dev.wayleave.tailnet.model.SecretText;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;

/// The token endpoints: `/oauth/token` for OAuth clients (RFC 6749, section 4.4) and
/// `/oauth/token-exchange` for workload identities.
final class TokenIssuer implements AccessTokens.Issuer {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /// What hosted tokens live where an answer does not say.
  private static final long USUAL_SECONDS = 3600;

  private static final long LONGEST_SECONDS = Duration.ofDays(1).toSeconds();

  private final HostedAddress address;
  private final InstantSource clock;
  private final Asker asker;

  /// Asks without a credential of its own.
  @FunctionalInterface
  interface Asker {
    Reply ask(Question question, Sink body) throws HostedException;
  }

  TokenIssuer(HostedAddress address, InstantSource clock, Asker asker) {
    this.address = address;
    this.clock = clock;
    this.asker = asker;
  }

  @Override
  public Token issue(Credential credential) throws HostedException {
    Question question =
        switch (credential) {
          case Credential.OAuthClient client ->
              Question.form(
                  "oauth/token",
                  "grant_type=client_credentials&client_id=%s&client_secret=%s"
                      .formatted(encoded(client.id()), encoded(client.secret().reveal())));
          case Credential.WorkloadIdentity identity ->
              Question.form(
                  "oauth/token-exchange",
                  "client_id=%s&jwt=%s"
                      .formatted(
                          encoded(identity.clientId()),
                          encoded(identity.idToken().read().reveal())));
          case Credential.ApiToken _ ->
              throw new IllegalStateException("an API token is not exchanged");
        };
    MemorySink body = new MemorySink(MemorySink.SMALL);
    Reply reply = asker.ask(question, body);
    if (!reply.isGood()) {
      throw new HostedException(
          Reason.CREDENTIAL,
          "%s gives no access token for %s (HTTP %d%s); check that it was not revoked%s."
              .formatted(
                  address.url(),
                  credential.label(),
                  reply.status(),
                  reply.message().isEmpty() ? "" : ", " + reply.message(),
                  credential instanceof Credential.WorkloadIdentity
                      ? ", and that the identity token has not ended and is the one that its client"
                          + " trusts"
                      : " and that its secret is whole"));
    }
    return token(body.text());
  }

  private Token token(String answer) throws HostedException {
    try {
      JsonNode json = JSON.readTree(answer);
      String text = json.path("access_token").asText();
      if (text.matches("[!-~]{1,8192}")) {
        long seconds = json.path("expires_in").asLong(USUAL_SECONDS);
        return new Token(
            SecretText.of(text),
            clock.instant().plusSeconds(Math.clamp(seconds, 0, LONGEST_SECONDS)));
      }
    } catch (JsonProcessingException e) {
      // An answer that cannot be read may hold the token, so nothing of it is told.
    }
    throw new HostedException(
        Reason.ANSWER,
        address.url() + " answers the question for a token with something else; check --base-url.");
  }

  private static String encoded(String text) {
    return java.net.URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
