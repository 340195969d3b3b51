package dev.wayleave.coordinator;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.vertx.http.HttpServer;
import java.io.IOException;
import java.nio.file.Path;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Says that everything is up, then waits until it ends.
public final class Server implements QuarkusApplication {
  /// The file in the data directory that tells commands on the same machine where the server is.
  static final String URL_FILE = "server.url";

  private final HttpServer http;
  private final String host;
  private final Path data;

  Server(
      HttpServer http,
      @ConfigProperty(name = "quarkus.http.host") String host,
      @ConfigProperty(name = "wayleave.data") String data) {
    this.http = http;
    this.host = host;
    this.data = Path.of(data);
  }

  @Override
  public int run(String... args) throws IOException {
    String url = "http://" + new HostPort(host, http.getPort());
    DataFiles.writePrivately(data.resolve(URL_FILE), url + "\n");
    System.out.println("Wayleave is ready at " + url);
    System.out.flush();
    Quarkus.waitForExit();
    return 0;
  }
}
