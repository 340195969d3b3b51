package dev.wayleave.coordinator.control.channel;

import dev.wayleave.coordinator.control.AnswerStream;
import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.protocol.wire.WireException;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/// Endpoints made for tests.
final class Endpoints {
  private Endpoints() {}

  /// What a test lets an endpoint do.
  interface Handling {
    void handle(ControlExchange exchange) throws IOException, WireException, InterruptedException;
  }

  static ControlEndpoint at(String path, Handling handling) {
    return new ControlEndpoint() {
      @Override
      public boolean serves(String method, String asked) {
        return asked.equals(path);
      }

      @Override
      public void handle(ControlExchange exchange)
          throws IOException, WireException, InterruptedException {
        handling.handle(exchange);
      }
    };
  }

  /// `/poll`: one byte at once, then nothing until the client has gone.
  static ControlEndpoint poll(Runnable gone) {
    return at(
        "/poll",
        exchange -> {
          exchange.whenGone(gone);
          exchange.stream("text/plain").write(new byte[] {1}).toCompletableFuture().join();
        });
  }

  /// `/poll`: one byte at once, another and the end when released.
  static ControlEndpoint poll(CountDownLatch release) {
    return at(
        "/poll",
        exchange -> {
          AnswerStream answer = exchange.stream("text/plain");
          answer.write(new byte[] {1}).toCompletableFuture().join();
          release.await();
          answer.write(new byte[] {2}).toCompletableFuture().join();
          answer.end();
        });
  }

  /// `/echo`: the method, the query and the body come back.
  static ControlEndpoint echo() {
    return at(
        "/echo",
        exchange -> {
          var request = exchange.request();
          exchange.answer(
              new ControlAnswer(
                  200,
                  "application/octet-stream",
                  Map.of("x-method", request.method(), "x-query", String.valueOf(request.query())),
                  request.body()));
        });
  }
}
