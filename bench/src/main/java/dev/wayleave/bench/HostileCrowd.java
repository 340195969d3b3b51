package dev.wayleave.bench;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.control.HandshakeText;
import dev.wayleave.protocol.control.KeyReply;
import dev.wayleave.protocol.control.Upgrade;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.Answer;
import dev.wayleave.protocol.noise.AwaitingResponse;
import dev.wayleave.protocol.noise.Initiator;
import dev.wayleave.protocol.noise.NoiseException;
import dev.wayleave.protocol.noise.RecordSealer;
import dev.wayleave.protocol.noise.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Opens many connections that are of no use to anybody, and asks meanwhile whether others are
/// served.
///
/// Arguments: URL, connections, seconds to hold them.
public final class HostileCrowd {
  private static final CapabilityVersion VERSION = new CapabilityVersion(142);
  private static final Duration DRIP_EVERY = Duration.ofSeconds(5);

  /// RFC 9113 §3.4, and an empty SETTINGS frame.
  private static final byte[] PREFACE = ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0");

  /// HEADERS of stream 1 that announce 100 bytes and never bring them all.
  private static final byte[] HALF_HEADERS = {0, 0, 100, 1, 4, 0, 0, 0, 1, (byte) 0x83};

  /// What a connection does after it was opened.
  private enum Kind {
    /// Nothing at all.
    SILENT,
    /// Sends a head of HTTP, a byte at a time, and never ends it.
    DRIPPING_HEAD,
    /// Ends the Noise handshake and says nothing inside.
    HALF_OPEN,
    /// Begins with HTTP/2 and asks for nothing.
    IDLE,
    /// Sends half the headers of a request.
    HALF_HEADERS
  }

  private record Connection(SocketChannel channel, Kind kind) {}

  private final URI server;
  private final HttpClient http = HttpClient.newHttpClient();
  private final SecureRandom random = new SecureRandom();
  private final List<Connection> open = new ArrayList<>();

  private HostileCrowd(URI server) {
    this.server = server;
  }

  public static void main(String[] arguments) throws Exception {
    HostileCrowd crowd = new HostileCrowd(URI.create(arguments[0]));
    crowd.gather(Integer.parseInt(arguments[1]));
    crowd.hold(Duration.ofSeconds(Integer.parseInt(arguments[2])));
    // The caller looks at the server while the connections are there.
    System.out.println("held");
    int _ = System.in.read();
  }

  private void gather(int many) throws Exception {
    MachineKey key = KeyReply.parse(ascii(get("/key?v=" + VERSION.number()).body())).noise();
    long begun = System.nanoTime();
    List<Kind> kinds = new ArrayList<>(List.of(Kind.values()));
    for (int i = 0; i < many; i++) {
      Kind kind = kinds.get(i % kinds.size());
      SocketChannel channel =
          SocketChannel.open(new InetSocketAddress(server.getHost(), server.getPort()));
      open.add(new Connection(channel, kind));
      begin(channel, kind, key);
    }
    System.out.printf("%d connections in %.1f s%n", many, seconds(System.nanoTime() - begun));
  }

  private void begin(SocketChannel channel, Kind kind, MachineKey key) throws Exception {
    switch (kind) {
      case SILENT -> {}
      case DRIPPING_HEAD -> send(channel, ascii("POST /ts2021 HTTP/1.1\r\nX-Never-Ends: "));
      case HALF_OPEN -> handshake(channel, key).close();
      case IDLE -> {
        try (Session session = handshake(channel, key)) {
          send(channel, sealed(session, PREFACE));
        }
      }
      case HALF_HEADERS -> {
        try (Session session = handshake(channel, key)) {
          send(channel, sealed(session, PREFACE));
          send(channel, sealed(session, HALF_HEADERS));
        }
      }
    }
    channel.configureBlocking(false);
  }

  private Session handshake(SocketChannel channel, MachineKey key)
      throws IOException, NoiseException {
    byte[] secret = new byte[32];
    random.nextBytes(secret);
    AwaitingResponse waiting =
        new Initiator(MachinePrivateKey.of(secret), key, VERSION, random).begin();
    send(
        channel,
        ascii(
            "POST /ts2021 HTTP/1.1\r\nHost: x\r\nUpgrade: "
                + Upgrade.PROTOCOL
                + "\r\nConnection: upgrade\r\nX-Tailscale-Handshake: "
                + HandshakeText.of(waiting.initiation())
                + "\r\nContent-Length: 0\r\n\r\n"));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      head.append((char) read(channel));
    }
    if (!head.toString().startsWith("HTTP/1.1 101 ")) {
      throw new IOException("not upgraded: " + head.toString().lines().findFirst().orElse(""));
    }
    ByteBuffer answer = ByteBuffer.allocate(128);
    Optional<Answer> whole = Optional.empty();
    while (whole.isEmpty()) {
      answer.put((byte) read(channel));
      whole = Answer.read(answer.duplicate().flip());
    }
    return waiting.end(whole.get());
  }

  /// Drips, and asks for `/health` meanwhile.
  private void hold(Duration whole) throws Exception {
    long end = System.nanoTime() + whole.toNanos();
    long drip = System.nanoTime();
    List<Long> answers = new ArrayList<>();
    while (System.nanoTime() < end) {
      if (System.nanoTime() - drip > DRIP_EVERY.toNanos()) {
        drip = System.nanoTime();
        open.removeIf(connection -> !isOpen(connection));
      }
      long asked = System.nanoTime();
      if (get("/health").statusCode() != 200) {
        throw new IllegalStateException("/health does not answer 200 any more");
      }
      answers.add(System.nanoTime() - asked);
      TimeUnit.MILLISECONDS.sleep(50);
    }
    answers.sort(null);
    System.out.printf(
        "/health: %d answers, median %.1f ms, slowest %.1f ms%n",
        answers.size(),
        seconds(answers.get(answers.size() / 2)) * 1000,
        seconds(answers.getLast()) * 1000);
    for (Kind kind : Kind.values()) {
      long left = open.stream().filter(connection -> connection.kind() == kind).count();
      System.out.printf("still open: %s %d%n", kind, left);
    }
  }

  private static boolean isOpen(Connection connection) {
    try {
      if (connection.kind() == Kind.DRIPPING_HEAD) {
        connection.channel().write(ByteBuffer.wrap(new byte[] {'x'}));
      }
      ByteBuffer unwanted = ByteBuffer.allocate(4096);
      int read = connection.channel().read(unwanted);
      if (read < 0) {
        connection.channel().close();
      }
      return read >= 0;
    } catch (IOException closed) {
      return false;
    }
  }

  private java.net.http.HttpResponse<String> get(String path)
      throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(server.resolve(path)).timeout(Duration.ofSeconds(10)).build();
    return http.send(request, BodyHandlers.ofString());
  }

  private static byte[] sealed(Session session, byte[] plain) throws NoiseException {
    ByteBuffer records = ByteBuffer.allocate(RecordSealer.sealedSize(plain.length));
    session.sealer().seal(ByteBuffer.wrap(plain), records);
    return records.array();
  }

  private static int read(SocketChannel channel) throws IOException {
    ByteBuffer one = ByteBuffer.allocate(1);
    if (channel.read(one) < 0) {
      throw new IOException("the server closed the connection");
    }
    return one.get(0);
  }

  private static void send(SocketChannel channel, byte[] bytes) throws IOException {
    ByteBuffer all = ByteBuffer.wrap(bytes);
    while (all.hasRemaining()) {
      channel.write(all);
    }
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static double seconds(long nanos) {
    return nanos / 1e9;
  }
}
