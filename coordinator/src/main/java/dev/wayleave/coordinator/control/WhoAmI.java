package dev.wayleave.coordinator.control;

import jakarta.inject.Singleton;

/// `GET /machine/whoami`: what this server sees of who asks, for `tailscale debug ts2021`.
@Singleton
public final class WhoAmI implements ControlEndpoint {
  private static final int OK = 200;

  @Override
  public boolean serves(String method, String path) {
    return method.equals("GET") && path.equals("/machine/whoami");
  }

  @Override
  public void handle(ControlExchange exchange) {
    ControlPeer peer = exchange.request().peer();
    exchange.answer(
        ControlAnswer.sentence(
            OK,
            "machine %s, capability version %s, from %s"
                .formatted(peer.machineKey(), peer.capability(), peer.address())));
  }
}
