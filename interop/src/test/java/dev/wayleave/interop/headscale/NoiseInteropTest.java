package dev.wayleave.interop.headscale;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.interop.GoTool;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.control.EarlyPayload;
import dev.wayleave.protocol.control.HandshakeText;
import dev.wayleave.protocol.control.KeyReply;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.AwaitingResponse;
import dev.wayleave.protocol.noise.Initiator;
import dev.wayleave.protocol.noise.Session;
import java.io.EOFException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Does our Noise transport talk to the reference one? Headscale answers `/ts2021` with Tailscale's
/// own `controlhttpserver` and `controlbase`.
@Tag("interop")
@Timeout(120)
class NoiseInteropTest {
  private static final CapabilityVersion VERSION = new CapabilityVersion(130);
  private static final byte[] HTTP2_PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(US_ASCII);
  private static final byte[] EMPTY_SETTINGS = HexFormat.of().parseHex("000000040000000000");
  private static final byte SETTINGS = 4;
  private static final byte PING = 6;
  private static final int TYPE_OFFSET = 3;
  private static final int PINGS = 20;

  private static @Nullable HeadscaleServer started;

  private final SecureRandom random = new SecureRandom();
  private final MachinePrivateKey machine = newKey();

  @BeforeAll
  static void start(@TempDir Path room) throws Exception {
    started = new HeadscaleServer(GoTool.HEADSCALE.binary(), "0.29.2-sqlite", room);
    started.start();
  }

  @AfterAll
  static void stop() {
    if (started != null) {
      started.close();
    }
  }

  @Test
  void itsKeyReplyNamesTheKeyInItsFile() throws Exception {
    String file = Files.readString(server().folder().resolve("noise_private.key")).strip();
    assertThat(keyReply()).isEqualTo(KeyReply.of(MachinePrivateKey.parse(file).publicKey()));
  }

  @Test
  void itAnswersOurHandshakeAndOurRecords() throws Exception {
    try (ControlConnection connection = ControlConnection.open(uri())) {
      AwaitingResponse waiting = begin(keyReply().noise());
      assertThat(connection.upgrade(HandshakeText.of(waiting.initiation())))
          .startsWith("HTTP/1.1 101 ")
          .contains("\r\nUpgrade: tailscale-control-protocol\r\n");
      Session session = waiting.end(connection.answer());
      assertThat(connection.preamble(session))
          .isInstanceOfSatisfying(
              EarlyPayload.class, early -> assertThat(early.nodeKeyChallenge().isZero()).isFalse());
      connection.send(session, HTTP2_PREFACE);
      connection.send(session, EMPTY_SETTINGS);
      assertThat(connection.http2Frame(session)[TYPE_OFFSET]).isEqualTo(SETTINGS);
      for (int number = 0; number < PINGS; number++) {
        assertThat(pong(connection, session, number)).isEqualTo(number);
      }
    }
  }

  @Test
  void itEndsTheConnectionOnAHandshakeForAnotherKey() throws Exception {
    try (ControlConnection connection = ControlConnection.open(uri())) {
      AwaitingResponse waiting = begin(newKey().publicKey());
      assertThat(connection.upgrade(HandshakeText.of(waiting.initiation())))
          .startsWith("HTTP/1.1 101 ");
      assertThatThrownBy(connection::answer).isInstanceOf(EOFException.class);
    }
  }

  /// Its `controlbase` would say why, and its HTTP side closes before it sends that.
  @Test
  void itDoesNotSayThatAHandshakeIsTooShort() throws Exception {
    try (ControlConnection connection = ControlConnection.open(uri())) {
      byte[] initiation = begin(keyReply().noise()).initiation().toBytes();
      String tooShort = Base64.getEncoder().encodeToString(Arrays.copyOf(initiation, 100));
      assertThat(connection.upgrade(tooShort)).startsWith("HTTP/1.1 101 ");
      assertThatThrownBy(connection::answer).isInstanceOf(EOFException.class);
    }
  }

  /// Sends a PING (RFC 9113 §6.7) and answers the number in the reply, past other frames.
  private static long pong(ControlConnection connection, Session session, long number)
      throws Exception {
    byte[] ping =
        HexFormat.of().parseHex("000008060000000000" + HexFormat.of().toHexDigits(number));
    connection.send(session, ping);
    byte[] frame = connection.http2Frame(session);
    while (frame[TYPE_OFFSET] != PING) {
      frame = connection.http2Frame(session);
    }
    return ByteBuffer.wrap(frame).getLong(frame.length - Long.BYTES);
  }

  private AwaitingResponse begin(MachineKey key) throws Exception {
    return new Initiator(machine, key, VERSION, random).begin();
  }

  private MachinePrivateKey newKey() {
    byte[] bytes = new byte[32];
    random.nextBytes(bytes);
    return MachinePrivateKey.of(bytes);
  }

  private static KeyReply keyReply() throws Exception {
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest request = HttpRequest.newBuilder(uri().resolve("/key?v=" + VERSION)).build();
      return KeyReply.parse(http.send(request, BodyHandlers.ofByteArray()).body());
    }
  }

  private static URI uri() {
    return URI.create(server().url());
  }

  private static HeadscaleServer server() {
    HeadscaleServer server = started;
    if (server == null) {
      throw new IllegalStateException("the server is started before each test");
    }
    return server;
  }
}
