package dev.wayleave.importers.headscale.running;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A Headscale that is asked over the unix socket on which its own command line asks it; who may
/// open the socket needs no key.
///
/// Until 0.29 gRPC is spoken there, from 0.30 on HTTP/1.
public final class SocketServer implements RunningServer {
  private static final String LIST_NODES = "/headscale.v1.HeadscaleService/ListNodes";
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final byte[] END_OF_HEAD = "\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  private final Path socket;
  private final Duration limit;

  public SocketServer(Path socket) {
    this(socket, ANSWER);
  }

  SocketServer(Path socket, Duration limit) {
    this.socket = socket;
    this.limit = limit;
  }

  @Override
  public String name() {
    return "the server at the socket " + socket;
  }

  @Override
  public List<RunningNode> nodes() throws RunningException {
    try {
      return NodeMessages.read(
          within(channel -> new UnaryCall(channel, HttpServer.MAX_BYTES).ask(LIST_NODES)));
    } catch (GrpcStatusException refused) {
      throw new RunningException(
          name() + " does not list its nodes (" + refused.getMessage() + ")", refused);
    } catch (IOException | IllegalArgumentException grpc) {
      try {
        return NodesJson.read(within(SocketServer::get), name());
      } catch (IOException | RunningException http) {
        RunningException failed = new RunningException(name() + " cannot be asked", http);
        failed.addSuppressed(grpc);
        throw failed;
      }
    }
  }

  private interface Question<T> {
    T ask(SocketChannel channel) throws IOException;
  }

  /// A blocking channel has no time-out; closing it from elsewhere ends what waits on it.
  private <T> T within(Question<T> question) throws IOException {
    CountDownLatch answered = new CountDownLatch(1);
    try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
      Thread.startVirtualThread(() -> closeUnless(answered, channel));
      channel.connect(UnixDomainSocketAddress.of(socket));
      return question.ask(channel);
    } finally {
      answered.countDown();
    }
  }

  private void closeUnless(CountDownLatch answered, SocketChannel channel) {
    try {
      if (!answered.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        channel.close();
      }
    } catch (InterruptedException | IOException e) {
      // The question fails by itself, or goes on without a limit.
    }
  }

  /// HTTP/1.0, so that the answer comes in one piece and its end is that of the connection.
  private static byte[] get(SocketChannel channel) throws IOException {
    String head = "GET /api/v1/node HTTP/1.0\r\nHost: localhost\r\n\r\n";
    ByteBuffer request = ByteBuffer.wrap(head.getBytes(StandardCharsets.US_ASCII));
    while (request.hasRemaining()) {
      channel.write(request);
    }
    byte[] answer = Channels.newInputStream(channel).readNBytes(HttpServer.MAX_BYTES);
    int body = indexOf(answer);
    String begin = new String(answer, 0, Math.min(body, 12), StandardCharsets.US_ASCII);
    if (!begin.matches("HTTP/1\\.[01] 200")) {
      throw new IOException("the answer is not of status 200");
    }
    return Arrays.copyOfRange(answer, body, answer.length);
  }

  /// Where the body begins; the end where there is none.
  private static int indexOf(byte[] answer) {
    for (int i = 0; i + END_OF_HEAD.length <= answer.length; i++) {
      if (Arrays.equals(answer, i, i + END_OF_HEAD.length, END_OF_HEAD, 0, END_OF_HEAD.length)) {
        return i + END_OF_HEAD.length;
      }
    }
    return answer.length;
  }
}
