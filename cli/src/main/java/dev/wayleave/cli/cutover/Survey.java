package dev.wayleave.cli.cutover;

import dev.wayleave.api.SettingsView;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.client.CoordinatorClient;
import dev.wayleave.importers.headscale.running.Asking;
import dev.wayleave.importers.headscale.running.CertificateQuestion;
import dev.wayleave.importers.headscale.running.DebugEndpoints;
import dev.wayleave.importers.headscale.running.HttpServer;
import dev.wayleave.importers.headscale.running.NoiseKeyQuestion;
import dev.wayleave.importers.headscale.running.RunningException;
import dev.wayleave.importers.headscale.running.RunningNode;
import dev.wayleave.importers.headscale.running.RunningServer;
import dev.wayleave.importers.headscale.running.SocketServer;
import dev.wayleave.importers.headscale.running.WithRunningServer;
import dev.wayleave.tailnet.cutover.Presented;
import dev.wayleave.tailnet.cutover.RunningState;
import dev.wayleave.tailnet.cutover.Surveyed;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.ServerSettings;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Asks the running server, and the coordinator that is to take over.
///
/// @param directory where the configuration of the server lies
/// @param metrics where its metrics listen; null for what its configuration says
record Survey(Reading reading, Asking asking, @Nullable Path directory, @Nullable URI metrics) {
  /// What the server says; what it does not answer is left open.
  RunningState state() {
    if (asking instanceof Asking.Never) {
      return RunningState.UNASKED;
    }
    List<RunningNode> nodes = nodes();
    Optional<URI> listener =
        Optional.ofNullable(metrics)
            .or(() -> DebugEndpoints.of(server().other().get("metrics_listen_addr")));
    return listener
        .map(url -> new DebugEndpoints(url).state(nodes))
        .orElseGet(() ->
            new RunningState(
                nodes == null ? null : DebugEndpoints.told(nodes),
                null,
                Map.of(),
                null,
                null,
                Map.of(),
                null,
                null,
                null));
  }

  private @Nullable List<RunningNode> nodes() {
    Optional<RunningServer> server =
        switch (asking) {
          case Asking.Never _ -> Optional.<RunningServer>empty();
          case Asking.At at -> Optional.of(new HttpServer(at.url(), at.key()));
          case Asking.WhereItAnswers _ ->
              WithRunningServer.socket(reading, directory)
                  .filter(Files::exists)
                  .map(SocketServer::new);
        };
    try {
      return server.isEmpty() ? null : server.get().nodes();
    } catch (RunningException e) {
      // The reading has told already why it cannot be asked.
      return null;
    }
  }

  /// What is looked up for the checks.
  Surveyed surveyed(Instant now, @Nullable CoordinatorClient target) throws ApiException {
    return new Surveyed(
        now,
        asking instanceof Asking.Never ? null : NoiseKeyQuestion.ask(addresses()).orElse(null),
        presented(),
        target == null ? null : target(target));
  }

  private Presented presented() {
    return asking instanceof Asking.Never
        ? new Presented.Unasked()
        : url(server().serverUrl())
            .map(new CertificateQuestion()::ask)
            .orElseGet(Presented.Unasked::new);
  }

  /// Where the server may be reached: where it was said to be, where clients reach it, where it
  /// listens.
  private List<URI> addresses() {
    List<URI> found = new ArrayList<>();
    if (asking instanceof Asking.At at) {
      found.add(at.url());
    }
    url(server().serverUrl()).ifPresent(found::add);
    String listen = server().listenAddress();
    Stream.of("https://", "http://")
        .map(scheme -> scheme + reachable(listen))
        .flatMap(text -> url(text).stream())
        .forEach(found::add);
    return found;
  }

  /// An address to listen at, as one to come to.
  private static String reachable(String listen) {
    int colon = listen.lastIndexOf(':');
    String host = colon < 0 ? listen : listen.substring(0, colon);
    boolean every = host.isEmpty() || host.equals("0.0.0.0") || host.equals("[::]");
    return (every ? "127.0.0.1" : host) + (colon < 0 ? "" : listen.substring(colon));
  }

  private static Optional<URI> url(String text) {
    try {
      return Optional.of(URI.create(text)).filter(url -> url.getHost() != null);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private ServerSettings server() {
    return reading.inventory().server().orElseThrow();
  }

  private static Surveyed.Target target(CoordinatorClient client) throws ApiException {
    SettingsView settings = client.get("/api/v1alpha/settings", SettingsView.class);
    return new Surveyed.Target(
        settings.serverUrl(),
        settings.serverUrlFrom(),
        settings.noisePublicKey(),
        client.administration().nodes().size());
  }
}
