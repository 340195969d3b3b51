package dev.wayleave.interop.tailscale;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;

/// A web service that says its name at `/`, and sends N bytes at `/N`. It runs without any library.
final class Greeter {
  Greeter(InetSocketAddress address, String name) throws IOException {
    HttpServer server = HttpServer.create(address, 0);
    server.createContext(
        "/",
        exchange -> {
          try (OutputStream body = exchange.getResponseBody()) {
            String wanted = exchange.getRequestURI().getPath().substring(1);
            byte[] answer =
                wanted.isEmpty()
                    ? name.getBytes(StandardCharsets.UTF_8)
                    : new byte[Integer.parseInt(wanted)];
            exchange.sendResponseHeaders(200, answer.length);
            body.write(answer);
          }
        });
    server.setExecutor(task -> Thread.ofVirtual().start(task));
    server.start();
  }
}
