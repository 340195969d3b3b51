package dev.wayleave.coordinator;

import dev.wayleave.coordinator.control.channel.ControlChannel;
import dev.wayleave.coordinator.files.DataFiles;
import dev.wayleave.coordinator.relay.Relay;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.tls.CertificateCare;
import dev.wayleave.coordinator.tls.TlsOptions;
import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Says that everything is up, then waits until it ends.
public final class Server implements QuarkusApplication {
  /// The file in the data directory that tells commands on the same machine where the server is.
  static final String URL_FILE = "server.url";

  private final HttpServer http;
  private final String host;
  private final Path data;
  private final TlsOptions tls;
  private final CertificateCare certificates;
  private final Supplier<SettingsInForce> settings;
  private final ControlChannel channel;
  private final Relay relay;

  Server(
      HttpServer http,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "wayleave.data") String data,
      TlsOptions tls,
      CertificateCare certificates,
      Supplier<SettingsInForce> settings,
      ControlChannel channel,
      Relay relay) {
    this.channel = channel;
    this.relay = relay;
    this.tls = tls;
    this.certificates = certificates;
    this.settings = settings;
    this.http = http;
    this.host = host;
    this.data = Path.of(data);
  }

  @Override
  public int run(String... args) throws IOException {
    String url =
        tls instanceof TlsOptions.Off
            ? "http://" + new HostPort(host, http.getPort())
            : settings.get().serverUrl();
    certificates.begin();
    DataFiles.writePrivately(data.resolve(URL_FILE), url + "\n");
    System.out.println("Wayleave is ready at " + url);
    System.out.flush();
    Quarkus.waitForExit();
    // Before Quarkus waits for requests that are being answered: to it a WebSocket is one.
    relay.stop();
    channel.close();
    return 0;
  }
}
