package dev.wayleave.coordinator.control.channel;

import dev.wayleave.protocol.control.HandshakeText;
import dev.wayleave.protocol.control.Upgrade;
import dev.wayleave.protocol.noise.Answer;
import dev.wayleave.protocol.noise.AwaitingResponse;
import dev.wayleave.protocol.noise.Initiator;
import dev.wayleave.protocol.noise.NoiseException;
import dev.wayleave.protocol.noise.RecordSealer;
import dev.wayleave.protocol.noise.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Optional;

/// A connection on which a test sends whatever bytes it likes.
final class RawConnection implements AutoCloseable {
  private static final int TIMEOUT_MILLIS = 20_000;

  /// RFC 9113 §3.4, and an empty SETTINGS frame.
  static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0".getBytes(StandardCharsets.US_ASCII);

  private final Socket socket = new Socket();

  RawConnection(RunningChannel running) throws IOException {
    socket.connect(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), running.port()), TIMEOUT_MILLIS);
    socket.setSoTimeout(TIMEOUT_MILLIS);
    socket.setTcpNoDelay(true);
  }

  /// Asks for the upgrade; the answer is left unread.
  AwaitingResponse sendInitiation(RunningChannel running) throws IOException, NoiseException {
    AwaitingResponse handshake =
        new Initiator(
                RunningChannel.newKey(), running.key(), RunningChannel.VERSION, new SecureRandom())
            .begin();
    send(request(HandshakeText.of(handshake.initiation())));
    return handshake;
  }

  /// Upgrades and ends the handshake; what the server sends afterwards is left unread.
  Session handshake(RunningChannel running) throws IOException, NoiseException {
    AwaitingResponse handshake = sendInitiation(running);
    String head = readHead();
    if (!head.startsWith("HTTP/1.1 101 ")) {
      throw new IOException(head);
    }
    ByteBuffer bytes = ByteBuffer.allocate(100);
    Optional<Answer> answer = Optional.empty();
    while (answer.isEmpty()) {
      bytes.put((byte) readByte());
      answer = Answer.read(bytes.duplicate().flip());
    }
    return handshake.end(answer.get());
  }

  static byte[] request(String handshake) {
    return ("POST /ts2021 HTTP/1.1\r\nHost: x\r\nUpgrade: "
            + Upgrade.PROTOCOL
            + "\r\nConnection: upgrade\r\nX-Tailscale-Handshake: "
            + handshake
            + "\r\nContent-Length: 0\r\n\r\n")
        .getBytes(StandardCharsets.US_ASCII);
  }

  static byte[] sealed(Session session, byte[] plain) throws NoiseException {
    ByteBuffer records = ByteBuffer.allocate(RecordSealer.sealedSize(plain.length));
    session.sealer().seal(ByteBuffer.wrap(plain), records);
    return records.array();
  }

  void send(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  int readByte() throws IOException {
    int read = socket.getInputStream().read();
    if (read < 0) {
      throw new IOException("the server closed the connection");
    }
    return read;
  }

  /// Reads the head of an HTTP answer.
  String readHead() throws IOException {
    ByteArrayOutputStream head = new ByteArrayOutputStream();
    while (!head.toString(StandardCharsets.US_ASCII).endsWith("\r\n\r\n")) {
      head.write(readByte());
    }
    return head.toString(StandardCharsets.US_ASCII);
  }

  /// Reads until the server closes, in order or not; fails where it does not.
  void awaitClosed() throws IOException {
    byte[] unwanted = new byte[8192];
    try {
      int read = 0;
      while (read >= 0) {
        read = socket.getInputStream().read(unwanted);
      }
    } catch (SocketTimeoutException e) {
      throw e;
    } catch (IOException reset) {
      // Closed with bytes of ours unread.
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
