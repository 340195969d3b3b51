package dev.wayleave.coordinator.login;

import static dev.wayleave.coordinator.refusal.Refused.Reason.CLIENT_TOO_OLD;
import static dev.wayleave.coordinator.refusal.Refused.Reason.EXPIRED;
import static dev.wayleave.coordinator.refusal.Refused.Reason.LOGIN_NEEDED;
import static dev.wayleave.coordinator.refusal.Refused.Reason.TURNED_AWAY;

import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.coordinator.control.ControlPeer;
import dev.wayleave.coordinator.control.ControlRequest;
import dev.wayleave.coordinator.kept.KeptException;
import dev.wayleave.coordinator.refusal.Refusals;
import dev.wayleave.coordinator.refusal.Refused;
import dev.wayleave.coordinator.state.Registration;
import dev.wayleave.coordinator.state.StateException;
import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.wire.RegisterRequest;
import dev.wayleave.protocol.wire.RegisterResponse;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/// `POST /machine/register`: a device wants to be let in, shows that it still is, or leaves.
@Singleton
final class RegisterEndpoint implements ControlEndpoint {
  private static final Logger LOG = Logger.getLogger(RegisterEndpoint.class);
  private static final String PATH = "/machine/register";
  private static final String SLOWER_SECONDS = "30";
  private static final String BUSY_SECONDS = "2";

  private final Registrar registrar;
  private final PendingLogins pending;
  private final InstantSource clock;
  private final Refusals refusals;

  RegisterEndpoint(
      Registrar registrar, PendingLogins pending, InstantSource clock, Refusals refusals) {
    this.registrar = registrar;
    this.pending = pending;
    this.clock = clock;
    this.refusals = refusals;
  }

  @Override
  public boolean serves(String method, String path) {
    return method.equals("POST") && path.equals(PATH);
  }

  @Override
  public void handle(ControlExchange exchange) throws WireException {
    ControlRequest asked = exchange.request();
    RegisterRequest request = WireJson.read(asked.body(), RegisterRequest.class);
    ControlPeer peer = asked.peer();
    if (!peer.capability().isAtLeast(CapabilityVersion.OLDEST_SERVED)) {
      String sentence = "this client is too old; Tailscale 1.80 or newer is needed";
      refusals.refused(
          peer.machineKey(), request.nodeKey(), "", CLIENT_TOO_OLD, sentence, peer.address());
      refuse(exchange, sentence);
      return;
    }
    Registration device;
    try {
      device = RegistrationReader.read(request, asked.body(), peer, clock.instant());
    } catch (RegistrationReader.Unfit unfit) {
      refuse(exchange, unfit.sentence());
      return;
    }
    try {
      answer(exchange, registrar.register(request, device, peer.address()), device);
    } catch (CompletionException e) {
      if (!(e.getCause() instanceof StateException trouble)) {
        throw e;
      }
      exchange.answer(later(503, String.valueOf(trouble.getMessage()), BUSY_SECONDS));
    } catch (KeptException trouble) {
      exchange.answer(later(503, String.valueOf(trouble.getMessage()), BUSY_SECONDS));
    }
  }

  private void answer(ControlExchange exchange, Reply reply, Registration device) {
    switch (reply) {
      case Reply.Now(RegisterResponse response) -> {
        note(response, device, exchange.request().peer().address());
        exchange.answer(ControlAnswer.json(WireJson.write(response)));
      }
      case Reply.Slower(String sentence) -> exchange.answer(later(429, sentence, SLOWER_SECONDS));
      case Reply.Later(String login) -> hold(exchange, login, device);
    }
  }

  private void note(RegisterResponse response, Registration device, String address) {
    if (!response.error().isEmpty()) {
      note(device, TURNED_AWAY, response.error(), address);
    } else if (response.nodeKeyExpired()) {
      note(device, EXPIRED, "its login has ended", address);
    } else if (!response.authUrl().isEmpty()) {
      note(device, LOGIN_NEEDED, "it has to log in", address);
    } else {
      refusals.admitted(device.machineKey());
    }
  }

  private void note(Registration device, Refused.Reason reason, String sentence, String address) {
    refusals.refused(
        device.machineKey(), device.nodeKey(), device.hostname(), reason, sentence, address);
  }

  /// Keeps the request until somebody decides, without a thread.
  private void hold(ControlExchange exchange, String login, Registration device) {
    String address = exchange.request().peer().address();
    Consumer<Ending> listener =
        ending -> Thread.startVirtualThread(() -> conclude(exchange, ending, device, address));
    if (pending.listen(login, device, listener)) {
      exchange.whenGone(() -> pending.leave(login, listener));
    } else {
      answer(exchange, registrar.anew(device, address), device);
    }
  }

  private void conclude(
      ControlExchange exchange, Ending ending, Registration device, String address) {
    try {
      answer(exchange, registrar.ended(ending, device, address), device);
    } catch (KeptException trouble) {
      exchange.answer(later(503, String.valueOf(trouble.getMessage()), BUSY_SECONDS));
    } catch (RuntimeException mistake) {
      LOG.error("A device that waited could not be answered", mistake);
      exchange.answer(ControlAnswer.sentence(500, "The coordinator made a mistake; try again."));
    }
  }

  private static void refuse(ControlExchange exchange, String sentence) {
    exchange.answer(ControlAnswer.json(WireJson.write(RegisterResponse.refusal(sentence))));
  }

  private static ControlAnswer later(int status, String sentence, String seconds) {
    return new ControlAnswer(
        status,
        "text/plain; charset=utf-8",
        Map.of("retry-after", seconds),
        (sentence + "\n").getBytes(StandardCharsets.UTF_8));
  }
}
