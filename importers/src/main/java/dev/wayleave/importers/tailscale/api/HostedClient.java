package dev.wayleave.importers.tailscale.api;

import dev.wayleave.importers.tailscale.api.HostedException.Reason;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.model.SecretText;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Asks the API, at most four questions at once, as long as asking again may help.
///
/// Errors that pass (429, 502, 503, 504, a broken connection) are waited out: as long as
/// `Retry-After` says, else longer each time. What changes something is asked again only after 429,
/// which says that it was not looked at. It is used by several threads.
public final class HostedClient implements AutoCloseable {
  private static final Set<Integer> PASSING = Set.of(502, 503, 504);
  private static final int TOO_MANY = 429;
  private static final int UNAUTHORIZED = 401;
  private static final int MOST_REDIRECTS = 3;

  /// How long nothing but 429 is heard before it is left for another time.
  private static final Duration LONGEST_STORM = Duration.ofMinutes(10);

  /// Where a redirect without a readable place leads.
  private static final URI NOWHERE = URI.create("https:/");

  private final HostedAddress address;
  private final Credential credential;
  private final Patience patience;
  private final Waiting waiting;
  private final Backoff backoff;
  private final Gate gate;
  private final HttpClient http;
  private final AccessTokens tokens;
  private volatile boolean admitted;
  private volatile @Nullable Instant refusedSince;
  private volatile Progress progress = Progress.SILENT;

  public HostedClient(
      HostedAddress address, Credential credential, Patience patience, Waiting waiting) {
    this.address = address;
    this.credential = credential;
    this.patience = patience;
    this.waiting = waiting;
    this.backoff = new Backoff(patience, waiting.random());
    this.gate = new Gate(waiting, patience.whole());
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(patience.connect())
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
    this.tokens =
        new AccessTokens(
            credential,
            waiting.clock(),
            new TokenIssuer(
                address,
                waiting.clock(),
                (question, body) ->
                    new Asking(question, address.at(question.path()), body, false).answer()));
  }

  /// Asks places where nobody needs a credential.
  public static HostedClient withoutCredential(Patience patience, Waiting waiting) {
    return new HostedClient(
        new HostedAddress(HostedAddress.HOSTED, HostedAddress.OWN),
        new Credential.ApiToken(SecretText.of("none")),
        patience,
        waiting);
  }

  /// Has long waits told from now on.
  public void tell(Progress other) {
    progress = other;
  }

  public HostedAddress address() {
    return address;
  }

  /// Asks with the credential; a body that is not taken well counts as a broken connection.
  public Reply ask(Question question, Sink body) throws HostedException {
    return new Asking(question, address.at(question.path()), body, true).answer();
  }

  /// Asks another place, without any credential.
  public Reply askOpenly(URI url, Sink body) throws HostedException {
    return new Asking(Question.get(""), url, body, false).answer();
  }

  @Override
  public void close() {
    http.shutdownNow();
    http.close();
  }

  /// One question until it is answered.
  private final class Asking {
    private final Question question;
    private final Sink body;
    private final boolean withCredential;
    private URI url;
    private int failures;
    private int refusals;
    private int redirects;
    private @Nullable SecretText refused;

    Asking(Question question, URI url, Sink body, boolean withCredential) {
      this.question = question;
      this.url = url;
      this.body = body;
      this.withCredential = withCredential;
    }

    Reply answer() throws HostedException {
      while (true) {
        SecretText token = withCredential ? tokens.token(refused) : null;
        Optional<Reply> reply = once(token);
        if (reply.isPresent()) {
          return reply.get();
        }
      }
    }

    /// One try; nothing where there is to be another.
    private Optional<Reply> once(@Nullable SecretText token) throws HostedException {
      Received received;
      try (Gate.Pass _ = gate.enter()) {
        received = Exchange.send(http, request(token), patience.request(), body, waiting.clock());
      } catch (InterruptedException e) {
        throw Gate.interrupted(e);
      } catch (Sink.TooLargeException e) {
        throw new HostedException(
            Reason.ANSWER, where() + " answers " + e.getMessage() + ", which is not taken.", e);
      } catch (Sink.PageException e) {
        throw page(e);
      } catch (Sink.UnwritableException e) {
        throw new HostedException(
            Reason.FOLDER,
            "What %s answers cannot be written; check the disk of the folder and that there is room."
                .formatted(where()),
            e);
      } catch (IOException e) {
        broken(e);
        return Optional.empty();
      }
      return judge(received, token);
    }

    private Optional<Reply> judge(Received received, @Nullable SecretText token)
        throws HostedException {
      int status = received.reply().status();
      if (status != UNAUTHORIZED) {
        refused = null;
      }
      if (status / 100 == 3) {
        redirect(received);
        return Optional.empty();
      }
      if (status == UNAUTHORIZED && withCredential) {
        unauthorized(token, received.reply());
        return Optional.empty();
      }
      if (status == TOO_MANY && isOpen()) {
        // Another place than the API, which has a patience of its own.
        return passing(received);
      }
      if (status == TOO_MANY) {
        throttled(received);
        return Optional.empty();
      }
      refusedSince = null;
      if (PASSING.contains(status) && question.repeatable()) {
        return passing(received);
      }
      admitted |= received.reply().isGood();
      return Optional.of(received.reply());
    }

    private void throttled(Received received) throws HostedException {
      refusals++;
      Duration wait = received.retryAfter().orElseGet(() -> backoff.after(refusals));
      String why = address.url() + " answers that it is asked too often";
      Instant now = waiting.clock().instant();
      Instant since = refusedSince;
      if (since == null) {
        refusedSince = now;
      } else if (!since.plus(LONGEST_STORM).isAfter(now)) {
        throw Gate.late(why);
      }
      gate.closeFor(wait, why);
      progress.waiting("waiting %d s (429)".formatted(Math.max(1, wait.toSeconds())));
    }

    private Optional<Reply> passing(Received received) throws HostedException {
      if (++failures >= patience.attempts()) {
        return Optional.of(received.reply());
      }
      Duration wait = received.retryAfter().orElseGet(() -> backoff.after(failures));
      if (isOpen() && wait.compareTo(patience.longestPause()) > 0) {
        wait = patience.longestPause();
      }
      gate.pauseFor(wait, where() + " answers HTTP " + received.reply().status());
      return Optional.empty();
    }

    private void broken(IOException trouble) throws HostedException {
      if (++failures >= patience.attempts() || !question.repeatable()) {
        throw new HostedException(
            Reason.UNREACHABLE,
            "%s: %s; what was done stays done, and the same command goes on from there."
                .formatted(where(), Exchange.reason(trouble)),
            trouble);
      }
      gate.pauseFor(backoff.after(failures), "%s: %s".formatted(where(), Exchange.reason(trouble)));
    }

    private void unauthorized(@Nullable SecretText token, Reply reply) throws HostedException {
      if (tokens.renewable() && refused == null) {
        refused = token;
        return;
      }
      String said = reply.message().isEmpty() ? "" : ", " + reply.message();
      throw new HostedException(
          Reason.CREDENTIAL,
          admitted
              ? "%s no longer takes %s (HTTP 401%s): it ended or was revoked; what was done stays done, and the same command with another credential goes on from there."
                  .formatted(address.url(), credential.label(), said)
              : "%s does not take %s (HTTP 401%s); check that it is whole, has not ended, and belongs there."
                  .formatted(address.url(), credential.label(), said));
    }

    private void redirect(Received received) throws HostedException {
      URI target = received.location().flatMap(this::resolved).orElse(NOWHERE);
      boolean same = withCredential ? address.serves(target) : "https".equals(target.getScheme());
      if (target.getHost() == null
          || !same
          || !question.method().equals("GET")
          || ++redirects > MOST_REDIRECTS) {
        throw new HostedException(
            Reason.ANSWER,
            "%s sends elsewhere, to %s, where no credential is sent; check --base-url and any proxy between."
                .formatted(
                    where(),
                    target.getHost() == null
                        ? "a place that is none"
                        : ErrorText.tidy(target.getHost())));
      }
      url = target;
    }

    /// A location that is none leads nowhere.
    private Optional<URI> resolved(String location) {
      try {
        return Optional.of(url.resolve(new URI(location)));
      } catch (URISyntaxException | IllegalArgumentException _) {
        return Optional.empty();
      }
    }

    private HostedException page(IOException cause) {
      return new HostedException(
          Reason.ANSWER,
          where()
              + " answers with a web page where data was expected; check --base-url and whether a"
              + " proxy or a sign-in page stands between.",
          cause);
    }

    /// Whether it is asked elsewhere than at the API.
    private boolean isOpen() {
      return !withCredential && question.path().isEmpty();
    }

    private String where() {
      return isOpen() ? "GET " + url : question.label() + " at " + address.url();
    }

    private HttpRequest request(@Nullable SecretText token) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder(url)
              .timeout(patience.request())
              .header("User-Agent", "wayleave")
              .method(
                  question.method(),
                  question.method().equals("GET")
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofByteArray(question.bytes()));
      question.headers().forEach(request::header);
      if (token != null) {
        request.header("Authorization", "Bearer " + token.reveal());
      }
      return request.build();
    }
  }

  /// @param retryAfter what the API says, read
  record Received(Reply reply, Optional<Duration> retryAfter, Optional<String> location) {}
}
