package dev.wayleave.importers.headscale.running;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;

/// A server at a unix socket that answers as a test says, one connection after the other.
final class HandServer implements AutoCloseable {
  /// Answers one connection, which is closed afterwards.
  @FunctionalInterface
  interface Answer {
    void to(SocketChannel client) throws IOException;
  }

  private final ServerSocketChannel server;

  private HandServer(ServerSocketChannel server) {
    this.server = server;
  }

  static HandServer at(Path socket, Answer answer) throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    server.bind(UnixDomainSocketAddress.of(socket));
    HandServer hand = new HandServer(server);
    Thread.ofVirtual().start(() -> hand.serve(answer));
    return hand;
  }

  private void serve(Answer answer) {
    while (server.isOpen()) {
      try (SocketChannel client = server.accept()) {
        answer.to(client);
      } catch (AsynchronousCloseException closed) {
        return;
      } catch (IOException gone) {
        // The client has gone; the next one may come.
      }
    }
  }

  static void write(SocketChannel client, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      client.write(bytes);
    }
  }

  /// What has come so far; empty where the client ended the connection.
  static ByteBuffer read(SocketChannel client) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(1 << 14);
    client.read(bytes);
    return bytes.flip();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
