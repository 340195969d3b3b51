package dev.wayleave.coordinator.control.channel;

import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlRequest;
import dev.wayleave.coordinator.kept.KeptException;
import dev.wayleave.protocol.wire.WireException;
import java.util.List;
import org.jboss.logging.Logger;

/// Finds the endpoint of a request and lets it answer, each on a virtual thread.
final class Dispatcher {
  private static final Logger LOG = Logger.getLogger(Dispatcher.class);
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;

  private final List<ControlEndpoint> endpoints;

  Dispatcher(List<ControlEndpoint> endpoints) {
    this.endpoints = List.copyOf(endpoints);
  }

  void dispatch(StreamExchange exchange) {
    Thread.ofVirtual().name("control-request").start(() -> handle(exchange));
  }

  private void handle(StreamExchange exchange) {
    ControlRequest request = exchange.request();
    try {
      for (ControlEndpoint endpoint : endpoints) {
        if (endpoint.serves(request.method(), request.path())) {
          endpoint.handle(exchange);
          return;
        }
      }
      exchange.fail(
          ControlAnswer.sentence(NOT_FOUND, "nothing is served here by this method and path"));
    } catch (WireException e) {
      exchange.fail(ControlAnswer.sentence(BAD_REQUEST, String.valueOf(e.getMessage())));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      exchange.fail(ControlAnswer.sentence(UNAVAILABLE, "this server is stopping; try again"));
    } catch (KeptException e) {
      exchange.fail(ControlAnswer.sentence(UNAVAILABLE, String.valueOf(e.getMessage())));
    } catch (Exception | StackOverflowError e) {
      LOG.errorf(e, "A request of %s inside Noise failed.", request.peer().machineKey());
      exchange.fail(ControlAnswer.sentence(FAILED, "this server failed; its log says why"));
    }
  }
}
