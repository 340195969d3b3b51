package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.derp.ClientDetails;
import dev.wayleave.protocol.derp.Frame;
import dev.wayleave.protocol.derp.FrameDecoder;
import dev.wayleave.protocol.derp.FrameEncoder;
import dev.wayleave.protocol.derp.FrameLimits;
import dev.wayleave.protocol.derp.InfoSeal;
import dev.wayleave.protocol.derp.Payload;
import dev.wayleave.protocol.derp.ServerDetails;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.key.NodePrivateKey;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Predicate;

/// A client of a relay that waits for what it reads.
final class DerpClient implements AutoCloseable {
  private static final int READ_MILLIS = 20_000;
  private static final FrameDecoder<Frame.FromServer> DECODER =
      FrameDecoder.ofServer(FrameLimits.DEFAULT);

  private final Socket socket;
  private final NodePrivateKey key;
  private final String answer;
  private final Inbox inbox = new Inbox();
  private ByteBuffer ready = ByteBuffer.allocate(0);

  private DerpClient(Socket socket, NodePrivateKey key, String answer) {
    this.socket = socket;
    this.key = key;
    this.answer = answer;
  }

  /// Connects and logs in.
  static DerpClient connect(int port, NodePrivateKey key) throws Exception {
    DerpClient client = knock(port, key, 0);
    client.logIn(ClientDetails.regular());
    return client;
  }

  /// Connects and upgrades, no more.
  ///
  /// @param receiveBytes how much the kernel takes for the client, 0 for the usual
  static DerpClient knock(int port, NodePrivateKey key, int receiveBytes) throws IOException {
    Socket socket = new Socket();
    if (receiveBytes > 0) {
      socket.setReceiveBufferSize(receiveBytes);
    }
    socket.connect(new java.net.InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    socket.setSoTimeout(READ_MILLIS);
    socket.setTcpNoDelay(true);
    socket
        .getOutputStream()
        .write(
            """
            GET /derp HTTP/1.1\r
            Host: relay\r
            User-Agent: test\r
            Upgrade: DERP\r
            Connection: Upgrade\r
            \r
            """
                .getBytes(StandardCharsets.US_ASCII));
    return new DerpClient(socket, key, head(socket.getInputStream()));
  }

  private static String head(InputStream in) throws IOException {
    StringBuilder head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new EOFException(head.toString());
      }
      head.append((char) next);
    }
    return head.toString();
  }

  /// The answer to the upgrade.
  String answer() {
    return answer;
  }

  NodeKey publicKey() {
    return key.publicKey();
  }

  ServerDetails logIn(ClientDetails details) throws Exception {
    NodeKey server = ((Frame.ServerKey) next()).key();
    send(InfoSeal.seal(details, key, server, RelayServer.RANDOM));
    return InfoSeal.open((Frame.ServerInfo) next(), key, server);
  }

  void send(Frame frame) throws IOException {
    sendRaw(FrameEncoder.encode(frame));
  }

  void sendRaw(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
  }

  void send(NodeKey destination, byte[] packet) throws IOException {
    send(new Frame.SendPacket(destination, Payload.copyOf(packet)));
  }

  /// The next frame; fails at the end of the connection and where nothing comes.
  Frame next() throws Exception {
    while (true) {
      Optional<Frame.FromServer> frame = DECODER.next(ready);
      if (frame.isPresent()) {
        return frame.get();
      }
      inbox.keep(ready);
      byte[] some = new byte[1 << 16];
      int count = socket.getInputStream().read(some);
      if (count < 0) {
        throw new EOFException("the relay closed the connection");
      }
      ready = inbox.with(java.util.Arrays.copyOf(some, count));
    }
  }

  /// The next frame of a kind, others skipped.
  <T extends Frame> T next(Class<T> kind, Predicate<T> which) throws Exception {
    while (true) {
      Frame frame = next();
      if (kind.isInstance(frame) && which.test(kind.cast(frame))) {
        return kind.cast(frame);
      }
    }
  }

  <T extends Frame> T next(Class<T> kind) throws Exception {
    return next(kind, _ -> true);
  }

  /// Whether the relay has closed the connection, or does before anything comes.
  boolean isClosed() {
    try {
      next(Frame.ClosePeer.class);
      return false;
    } catch (java.net.SocketTimeoutException e) {
      return false;
    } catch (Exception e) {
      return e instanceof IOException;
    }
  }

  /// Proves that everything sent before has been handled.
  void settle() throws Exception {
    long mark = RelayServer.RANDOM.nextLong();
    send(new Frame.Ping(mark));
    next(Frame.Pong.class, pong -> pong.data() == mark);
  }

  /// Leaves without a word.
  void leave() throws IOException {
    socket.close();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
