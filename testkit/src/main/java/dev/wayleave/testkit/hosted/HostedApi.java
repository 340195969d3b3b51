package dev.wayleave.testkit.hosted;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.options;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.Fault;
import com.github.tomakehurst.wiremock.http.Request;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// The hosted API on a port of this machine; what is changed through it stays changed.
public final class HostedApi implements AutoCloseable {
  private static final List<String> HEADERS =
      List.of("authorization", "accept", "content-type", "if-match", "user-agent");

  private final HostedTailnet tailnet = new HostedTailnet();
  private final HostedTokens tokens = new HostedTokens();
  private final HostedTroubles troubles = new HostedTroubles();
  private final HostedAnswers answers =
      new HostedAnswers(
          tailnet, Set.of("example.com", "xe.github", "alice@gmail.com", HostedSample.TAILNET_ID));
  private final List<HostedQuestion> asked = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition came = lock.newCondition();
  private final WireMockServer server;
  private URI url = URI.create("http://127.0.0.1");
  private int within;
  private int mostWithin;
  private int gathering;
  private Duration gatherFor = Duration.ZERO;

  private HostedApi() {
    server =
        new WireMockServer(
            options()
                .dynamicPort()
                .bindAddress("127.0.0.1")
                .disableRequestJournal()
                .extensions(new Answering()));
  }

  /// Starts it with the sample tailnet.
  public static HostedApi start() {
    HostedApi api = new HostedApi();
    api.server.start();
    api.url = URI.create("http://127.0.0.1:" + api.server.port());
    api.server.stubFor(any(anyUrl()).willReturn(aResponse()));
    return api;
  }

  /// Where it is, without a path.
  public URI url() {
    return url;
  }

  public HostedTailnet tailnet() {
    return tailnet;
  }

  public HostedTokens tokens() {
    return tokens;
  }

  public HostedTroubles troubles() {
    return troubles;
  }

  /// Whether the list of keys gives ids alone.
  public void listOnlyKeyIds(boolean only) {
    answers.keys().listOnlyIds(only);
  }

  /// Whether services answer at `/vip-services` alone.
  public void servicesByOldName(boolean old) {
    answers.servicesByOldName(old);
  }

  /// Holds requests back until so many are there at once or the time is over, to see how many come.
  public void gather(int requests, Duration atMost) {
    lock.lock();
    try {
      gathering = requests;
      gatherFor = atMost;
    } finally {
      lock.unlock();
    }
  }

  /// How many requests were ever there at once.
  public int mostAtOnce() {
    lock.lock();
    try {
      return mostWithin;
    } finally {
      lock.unlock();
    }
  }

  /// What was asked, in the order it came.
  public List<HostedQuestion> asked() {
    lock.lock();
    try {
      return List.copyOf(asked);
    } finally {
      lock.unlock();
    }
  }

  /// What was asked that changes something, without the questions for tokens.
  public List<HostedQuestion> changes() {
    return asked().stream()
        .filter(question -> !question.method().equals("GET"))
        .filter(question -> !question.path().contains("/oauth/"))
        .toList();
  }

  /// Forgets what was asked.
  public void forgetAsked() {
    lock.lock();
    try {
      asked.clear();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    server.stop();
  }

  private HostedReply answer(HostedQuestion question) {
    lock.lock();
    try {
      asked.add(question);
      within++;
      mostWithin = Math.max(mostWithin, within);
      came.signalAll();
      gather();
      HostedReply trouble = troubles.of(question).orElse(null);
      return trouble == null ? wellAnswered(question) : trouble;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return HostedReply.reset();
    } finally {
      within--;
      lock.unlock();
    }
  }

  private void gather() throws InterruptedException {
    long left = gatherFor.toNanos();
    while (within < gathering && left > 0) {
      left = came.awaitNanos(left);
    }
  }

  private HostedReply wellAnswered(HostedQuestion question) {
    if (question.method().equals("GET") && question.path().equals("/derpmap/default")) {
      return HostedReply.json(HostedSample.json("derp-map.json"));
    }
    return switch (question.method() + " " + question.path()) {
      case "POST /api/v2/oauth/token" -> tokens.token(question);
      case "POST /api/v2/oauth/token-exchange" -> tokens.exchange(question);
      default ->
          tokens.admits(question)
              ? answers.to(question)
              : HostedReply.error(401, "API token invalid");
    };
  }

  private static HostedQuestion question(Request request) {
    Map<String, String> headers = new HashMap<>();
    for (String name : HEADERS) {
      if (request.containsHeader(name)) {
        headers.put(name, request.getHeader(name));
      }
    }
    return new HostedQuestion(
        request.getMethod().getName(), request.getUrl(), headers, request.getBodyAsString());
  }

  private final class Answering implements ResponseDefinitionTransformerV2 {
    @Override
    public ResponseDefinition transform(ServeEvent event) {
      HostedReply reply = answer(question(event.getRequest()));
      if (reply.cut()) {
        return ResponseDefinitionBuilder.responseDefinition()
            .withFault(Fault.CONNECTION_RESET_BY_PEER)
            .build();
      }
      ResponseDefinitionBuilder response =
          ResponseDefinitionBuilder.responseDefinition()
              .withStatus(reply.status())
              .withBody(reply.body());
      reply.headers().forEach(response::withHeader);
      return response.build();
    }

    @Override
    public String getName() {
      return "hosted-api";
    }
  }
}
