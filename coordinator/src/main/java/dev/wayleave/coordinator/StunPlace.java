package dev.wayleave.coordinator;

import dev.wayleave.coordinator.relay.StunServer;
import dev.wayleave.tailnet.model.DerpSettings;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;

/// Where STUN listens.
///
/// @param named whether somebody named the place: then it is that one or none
record StunPlace(HostPort at, boolean named) {
  private static final Logger LOG = Logger.getLogger(StunPlace.class);
  private static final String SETTING = "wayleave.stun.listen";
  private static final String VARIABLE = "WAYLEAVE_STUN_LISTEN";
  private static final String OFF = "off";
  private static final int USUAL_PORT = 3478;

  /// The place that the setting names, `HOST:PORT` or `:PORT` on the host of the API; else the
  /// imported port or the usual one on that host; none where the setting is `off`.
  static Optional<StunPlace> of(Config config, Optional<DerpSettings> imported)
      throws StartException {
    String apiHost = config.getValue("quarkus.http.host", String.class);
    String setting = config.getOptionalValue(SETTING, String.class).orElse("");
    if (setting.equals(OFF)) {
      return Optional.empty();
    }
    if (!setting.isEmpty()) {
      return Optional.of(new StunPlace(parse(setting, apiHost), true));
    }
    int port =
        imported
            .flatMap(settings -> Optional.ofNullable(settings.embedded()))
            .map(DerpSettings.EmbeddedRegion::stunListenAddress)
            .map(address -> address.substring(address.lastIndexOf(':') + 1))
            .filter(digits -> digits.matches("[1-9][0-9]{0,4}"))
            .map(Integer::valueOf)
            .filter(number -> number <= HostPort.GREATEST_PORT)
            .orElse(USUAL_PORT);
    return Optional.of(new StunPlace(new HostPort(apiHost, port), false));
  }

  private static HostPort parse(String setting, String apiHost) throws StartException {
    return setting.startsWith(":")
        ? new HostPort(apiHost, HostPort.parse(VARIABLE, "host" + setting).port())
        : HostPort.parse(VARIABLE, setting);
  }

  /// Listens here, or on any free port where nobody named this one; the map of relays tells clients
  /// which it is.
  void listen(StunServer stun) {
    if (tried(stun, at.port(), named)) {
      return;
    }
    if (tried(stun, 0, true)) {
      LOG.infof(
          "STUN listens on port %d, because %d is taken; clients are told.",
          stun.port().orElse(0), at.port());
    }
  }

  private boolean tried(StunServer stun, int port, boolean last) {
    try {
      stun.listen(InetAddress.getByName(at.host()), port)
          .toCompletionStage()
          .toCompletableFuture()
          .join();
      return true;
    } catch (CompletionException | UnknownHostException e) {
      if (last) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        throw new IllegalStateException(
            "STUN cannot listen on %s (%s); set %s to another HOST:PORT or to off"
                .formatted(at.withPort(port), cause.getMessage(), VARIABLE));
      }
      return false;
    }
  }
}
