package dev.wayleave.interop.headscale;

import dev.wayleave.protocol.control.Preamble;
import dev.wayleave.protocol.control.Upgrade;
import dev.wayleave.protocol.noise.Answer;
import dev.wayleave.protocol.noise.RecordFrame;
import dev.wayleave.protocol.noise.RecordSealer;
import dev.wayleave.protocol.noise.Session;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// A client's end of a control connection, on a blocking socket, with our protocol on top.
final class ControlConnection implements AutoCloseable {
  private static final int CONNECT_MILLIS = 5_000;
  private static final int READ_MILLIS = 10_000;
  private static final int ROOM = 1 << 20;

  private final Socket socket;

  /// What came and was not read yet: in the clear until the session begins, sealed from then on.
  private final ByteBuffer arrived = ByteBuffer.allocate(ROOM).flip();

  private final ByteBuffer opened = ByteBuffer.allocate(ROOM).flip();

  private ControlConnection(Socket socket) {
    this.socket = socket;
  }

  static ControlConnection open(URI server) throws IOException {
    Socket socket = new Socket();
    socket.connect(new InetSocketAddress(server.getHost(), server.getPort()), CONNECT_MILLIS);
    socket.setSoTimeout(READ_MILLIS);
    return new ControlConnection(socket);
  }

  /// Asks for the upgrade and answers the head of the reply.
  String upgrade(String handshake) throws IOException {
    String request =
        String.join(
            "\r\n",
            "POST " + Upgrade.PATH + " HTTP/1.1",
            "Host: localhost",
            "Upgrade: " + Upgrade.PROTOCOL,
            "Connection: upgrade",
            Upgrade.HANDSHAKE + ": " + handshake,
            "Content-Length: 0",
            "",
            "");
    socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      while (!arrived.hasRemaining()) {
        more();
      }
      head.append((char) arrived.get());
    }
    return head.toString();
  }

  Answer answer() throws Exception {
    Optional<Answer> answer = Answer.read(arrived);
    while (answer.isEmpty()) {
      more();
      answer = Answer.read(arrived);
    }
    return answer.get();
  }

  /// Each call makes records of its own.
  void send(Session session, byte[] plaintext) throws Exception {
    ByteBuffer frames = ByteBuffer.allocate(RecordSealer.sealedSize(plaintext.length));
    session.sealer().seal(ByteBuffer.wrap(plaintext), frames);
    socket.getOutputStream().write(frames.array());
  }

  Preamble preamble(Session session) throws Exception {
    Optional<Preamble> preamble = Preamble.read(opened);
    while (preamble.isEmpty()) {
      openOne(session);
      preamble = Preamble.read(opened);
    }
    return preamble.get();
  }

  /// The next HTTP/2 frame (RFC 9113 §4.1), its header included.
  byte[] http2Frame(Session session) throws Exception {
    int header = 9;
    int lengthBits = 24;
    while (opened.remaining() < header
        || opened.remaining()
            < header + (opened.getInt(opened.position()) >>> (Integer.SIZE - lengthBits))) {
      openOne(session);
    }
    int length = opened.getInt(opened.position()) >>> (Integer.SIZE - lengthBits);
    byte[] frame = new byte[header + length];
    opened.get(frame);
    return frame;
  }

  private void openOne(Session session) throws Exception {
    opened.compact();
    while (!session.opener().open(arrived, opened)) {
      if (arrived.remaining() >= RecordFrame.MAX_SIZE) {
        throw new AssertionError("a whole record is not opened");
      }
      more();
    }
    opened.flip();
  }

  private void more() throws IOException {
    arrived.compact();
    int read =
        socket.getInputStream().read(arrived.array(), arrived.position(), arrived.remaining());
    if (read > 0) {
      arrived.position(arrived.position() + read);
    }
    arrived.flip();
    if (read < 0) {
      throw new EOFException("the server ended the connection");
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
