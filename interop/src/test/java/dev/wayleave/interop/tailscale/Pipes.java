package dev.wayleave.interop.tailscale;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;

/// Joins two connections until one of them ends.
final class Pipes {
  private Pipes() {}

  /// Carries bytes both ways; what one side closes is closed on the other.
  static void join(InputStream in, OutputStream out, Socket socket) throws IOException {
    InputStream answer = socket.getInputStream();
    OutputStream question = socket.getOutputStream();
    Thread forth =
        Thread.ofVirtual()
            .start(() -> {
              try {
                in.transferTo(question);
                socket.shutdownOutput();
              } catch (IOException ended) {
                // The way back ends by it, too.
              }
            });
    try {
      answer.transferTo(out);
    } finally {
      forth.interrupt();
    }
  }
}
