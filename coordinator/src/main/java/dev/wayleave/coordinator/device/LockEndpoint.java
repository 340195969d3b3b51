package dev.wayleave.coordinator.device;

import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.protocol.wire.TkaBootstrapRequest;
import dev.wayleave.protocol.wire.TkaBootstrapResponse;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import jakarta.inject.Singleton;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// `/machine/tka/…`: this coordinator has no tailnet lock, and ends one that clients bring along.
///
/// A client that still holds the lock of the plane it comes from drops every peer that the lock did
/// not sign. That maps here name no lock has it ask once more, and a disablement secret of that
/// lock has it forget it: the client proves the secret against what it holds, so a wrong one does
/// no harm. Only nodes are told it, as the plane that made it would tell them.
@Singleton
public final class LockEndpoint implements ControlEndpoint {
  private static final String PATH = "/machine/tka/";
  private static final String BOOTSTRAP = PATH + "bootstrap";
  private static final int LARGEST = 1 << 20;

  /// As clients print it when a lock is made.
  private static final Pattern PRINTED =
      Pattern.compile("(?:disablement-secret:)?((?:[0-9A-Fa-f]{2}){32})");

  private final TailnetState state;
  private final Askers askers;

  LockEndpoint(TailnetState state, Askers askers) {
    this.state = state;
    this.askers = askers;
  }

  @Override
  public boolean serves(String method, String path) {
    return (method.equals("GET") || method.equals("POST")) && path.startsWith(PATH);
  }

  @Override
  public void handle(ControlExchange exchange) throws WireException {
    byte[] body = exchange.request().body();
    // Every request of the lock names the version, the node key and mostly a head.
    TkaBootstrapRequest request = WireJson.read(body, TkaBootstrapRequest.class, LARGEST);
    NodeKey key = request.nodeKey();
    if (!exchange.request().path().equals(BOOTSTRAP)) {
      askers
          .member(exchange, key)
          .ifPresent(_ -> Askers.refuse(exchange, 501, "This coordinator has no tailnet lock."));
      return;
    }
    askers
        .member(exchange, key)
        .ifPresent(_ -> exchange.answer(ControlAnswer.json(WireJson.write(answer(request)))));
  }

  private TkaBootstrapResponse answer(TkaBootstrapRequest request) {
    // A client without a head holds no lock, and has no use for the secret.
    String secret = request.head().isEmpty() ? "" : secret().orElse("");
    return new TkaBootstrapResponse("", secret);
  }

  private Optional<String> secret() {
    return state.image().secrets().stream()
        .filter(secret -> secret.role() == Secret.SecretRole.LOCK_DISABLEMENT)
        .map(Secret::value)
        .filter(value -> !value.isWithheld())
        .map(SecretText::reveal)
        .map(LockEndpoint::base64)
        .findFirst();
  }

  private static String base64(String text) {
    Matcher printed = PRINTED.matcher(text.strip());
    return printed.matches()
        ? Base64.getEncoder().encodeToString(HexFormat.of().parseHex(printed.group(1)))
        : text.strip();
  }
}
