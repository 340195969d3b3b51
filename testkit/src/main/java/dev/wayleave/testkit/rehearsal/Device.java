package dev.wayleave.testkit.rehearsal;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.control.KeyReply;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.testkit.client.FakeClient;
import dev.wayleave.testkit.client.FakeResponse;
import dev.wayleave.testkit.client.MapStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// A device that registers, listens to its map, and moves from one endpoint to another.
final class Device {
  private static final CapabilityVersion VERSION = new CapabilityVersion(142);
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final int OK = 200;

  /// Where a coordinator is, and by which key it is known.
  record Place(URI server, MachineKey key) {}

  private final Place place;
  private final int number;
  private final MachinePrivateKey machine = MachinePrivateKey.of(bytes());
  private final String nodeKey = "nodekey:" + HexFormat.of().formatHex(bytes());
  private final String discoKey = "discokey:" + HexFormat.of().formatHex(bytes());
  private @Nullable FakeClient client;

  Device(Place place, int number) {
    this.place = place;
    this.number = number;
  }

  static Place place(URI server) throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      URI key = server.resolve("/key?v=" + VERSION.number());
      byte[] reply =
          http.send(HttpRequest.newBuilder(key).build(), BodyHandlers.ofByteArray()).body();
      return new Place(server, KeyReply.parse(reply).noise());
    }
  }

  private static byte[] bytes() {
    byte[] bytes = new byte[32];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  void register(String authKey) throws Exception {
    told(
        connected()
            .post(
                "/machine/register",
                "{\"Version\":%d,\"NodeKey\":\"%s\",\"Auth\":{\"AuthKey\":\"%s\"},\"Hostinfo\":%s}"
                    .formatted(VERSION.number(), nodeKey, authKey, hostinfo())));
  }

  /// Opens its stream and reads it until the connection ends.
  void listen() throws Exception {
    MapStream stream = connected().map(report(0, true).getBytes(StandardCharsets.UTF_8));
    var _ = stream.next();
    Thread _ =
        Thread.ofVirtual()
            .start(() -> {
              try (stream) {
                while (true) {
                  var _ = stream.next();
                }
              } catch (IOException e) {
                // Nothing came for long, or the connection was closed: it has heard enough.
                return;
              }
            });
    told(connected().post("/machine/map", report(0, false)));
  }

  /// Tells of another endpoint.
  void move(int port) throws Exception {
    told(connected().post("/machine/map", report(1 + port, false)));
  }

  private static void told(FakeResponse answer) {
    if (answer.status() != OK) {
      throw new IllegalStateException(answer.status() + " " + answer.text());
    }
  }

  private String report(int port, boolean stream) {
    return """
    {"Version":%d,"NodeKey":"%s","DiscoKey":"%s","Compress":"zstd","KeepAlive":true,\
    "Stream":%s,"OmitPeers":%s,"Hostinfo":%s,\
    "Endpoints":["192.0.2.%d:%d","10.0.0.%d:41641"],"EndpointTypes":[2,1]}\
    """
        .formatted(
            VERSION.number(),
            nodeKey,
            discoKey,
            stream,
            !stream,
            hostinfo(),
            number % 250,
            10_000 + port,
            number % 250);
  }

  private String hostinfo() {
    return """
    {"IPNVersion":"1.92.0","OS":"linux","OSVersion":"6.12","Hostname":"rehearsal-%d",\
    "GoArch":"amd64","NetInfo":{"PreferredDERP":1,"WorkingUDP":true}}\
    """
        .formatted(number);
  }

  private FakeClient connected() throws Exception {
    FakeClient open = client;
    if (open == null || !open.isOpen()) {
      open =
          FakeClient.connect(
              place.server().getHost(), place.server().getPort(), place.key(), machine, VERSION);
      client = open;
    }
    return open;
  }

  void close() {
    if (client != null) {
      client.close();
    }
  }
}
