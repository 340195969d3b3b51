package dev.wayleave.interop.tailscale;

import dev.wayleave.interop.Child;
import dev.wayleave.interop.GoTool;
import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A real Headscale inside a test network, against which the network and the clients are tried.
final class PlainHeadscale implements AutoCloseable {
  private static final Duration LIMIT = Duration.ofSeconds(30);

  private final TestNetwork network;
  private final Path binary;
  private final Path folder;
  private final Path config;
  private final Child child;
  private final int port;

  PlainHeadscale(TestNetwork network, Path folder) throws IOException, InterruptedException {
    this.network = network;
    this.binary = GoTool.HEADSCALE.binary();
    this.folder = Files.createDirectories(folder);
    this.config = folder.resolve("config.yaml");
    this.port = network.freePort();
    Files.writeString(config, config());
    ProcessBuilder builder = new ProcessBuilder(command(List.of("serve")));
    builder.redirectErrorStream(true).redirectOutput(folder.resolve("headscale.log").toFile());
    child = Child.start(builder);
    Await.until("Headscale answers", LIMIT, this::answers);
  }

  private boolean answers() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(network.door(port));
      socket.setSoTimeout(1_000);
      socket
          .getOutputStream()
          .write("GET /health HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().readNBytes(12).length == 12;
    }
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  /// A reusable key of a new user's.
  String authKey() throws IOException, InterruptedException {
    ask("users", "create", "anna");
    return ask("preauthkeys", "create", "--user", "1", "--reusable", "--output", "json")
        .json()
        .path("key")
        .asText();
  }

  private Answer ask(String... arguments) throws IOException, InterruptedException {
    return Answer.of(command(List.of(arguments)), Map.of(), folder, LIMIT).ok();
  }

  private List<String> command(List<String> arguments) {
    List<String> all = new ArrayList<>(List.of(binary.toString()));
    all.addAll(arguments);
    all.addAll(List.of("--config", config.toString()));
    return network.inside(all);
  }

  private String config() throws IOException {
    return """
    server_url: http://127.0.0.1:PORT
    listen_addr: 127.0.0.1:PORT
    metrics_listen_addr: ""
    grpc_listen_addr: 127.0.0.1:GRPC
    noise: {private_key_path: FOLDER/noise.key}
    prefixes: {v4: 100.64.0.0/10, v6: "fd7a:115c:a1e0::/48"}
    derp:
      server:
        {enabled: true, region_id: 999, region_code: test, region_name: test,
         stun_listen_addr: "127.0.0.1:STUN", private_key_path: FOLDER/derp.key,
         ipv4: 127.0.0.1, ipv6: none, verify_clients: true}
      urls: []
      auto_update_enabled: false
    database: {type: sqlite, sqlite: {path: FOLDER/db.sqlite}}
    dns: {magic_dns: true, base_domain: tail.test, override_local_dns: false, nameservers: {global: []}}
    unix_socket: FOLDER/hs.sock
    """
        .replace("PORT", String.valueOf(port))
        .replace("GRPC", String.valueOf(network.freePort()))
        .replace("STUN", String.valueOf(network.freePort()))
        .replace("FOLDER", folder.toString());
  }

  @Override
  public void close() {
    child.close();
  }
}
