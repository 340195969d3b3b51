package dev.wayleave.coordinator.device;

import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.wire.SetDnsRequest;
import dev.wayleave.protocol.wire.TokenRequest;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import jakarta.inject.Singleton;

/// What clients ask for and this coordinator has not: a sentence says so to whoever may ask.
@Singleton
public final class NotOffered implements ControlEndpoint {
  private static final String SET_DNS = "/machine/set-dns";
  private static final String ID_TOKEN = "/machine/id-token";
  private static final String WEB_CLIENT = "/machine/webclient/";
  private static final int LARGEST = 16 << 10;

  private final Askers askers;

  NotOffered(Askers askers) {
    this.askers = askers;
  }

  @Override
  public boolean serves(String method, String path) {
    return method.equals("POST")
        && (path.equals(SET_DNS) || path.equals(ID_TOKEN) || path.startsWith(WEB_CLIENT));
  }

  @Override
  public void handle(ControlExchange exchange) throws WireException {
    byte[] body = exchange.request().body();
    switch (exchange.request().path()) {
      case SET_DNS ->
          decline(
              exchange,
              WireJson.read(body, SetDnsRequest.class, LARGEST).nodeKey(),
              "This coordinator publishes no DNS records, so certificates cannot be ordered.");
      case ID_TOKEN ->
          decline(
              exchange,
              WireJson.read(body, TokenRequest.class, LARGEST).nodeKey(),
              "This coordinator issues no ID tokens.");
      // The request names no node key and changes nothing, so there is nothing to keep from
      // anybody.
      default ->
          Askers.refuse(
              exchange, 501, "This coordinator does not check sessions of the web interface.");
    }
  }

  private void decline(ControlExchange exchange, NodeKey key, String sentence) {
    askers.member(exchange, key).ifPresent(_ -> Askers.refuse(exchange, 501, sentence));
  }
}
