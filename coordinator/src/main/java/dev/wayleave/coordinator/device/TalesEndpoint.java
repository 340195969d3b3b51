package dev.wayleave.coordinator.device;

import dev.wayleave.coordinator.control.ControlAnswer;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.control.ControlExchange;
import dev.wayleave.protocol.wire.AuditLogRequest;
import dev.wayleave.protocol.wire.HealthChangeRequest;
import dev.wayleave.protocol.wire.SshEventNotifyRequest;
import dev.wayleave.protocol.wire.WireException;
import dev.wayleave.protocol.wire.WireJson;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What nodes tell of themselves and expect to be written down: `POST /machine/audit-log`, and
/// `POST /machine/ssh/notify` where a session could not be recorded. Of `/machine/update-health`
/// nothing is kept: clients stopped sending it.
@Singleton
public final class TalesEndpoint implements ControlEndpoint {
  private static final String AUDIT_LOG = "/machine/audit-log";
  private static final String UPDATE_HEALTH = "/machine/update-health";
  private static final String SSH_NOTIFY = "/machine/ssh/notify";
  private static final int LARGEST = 16 << 10;
  private static final Pattern ACTION = Pattern.compile("[A-Z][A-Z0-9_]{0,63}");

  /// Clients look for exactly this one.
  private static final int CREATED = 201;

  private final Askers askers;
  private final Notes notes;

  TalesEndpoint(Askers askers, Notes notes) {
    this.askers = askers;
    this.notes = notes;
  }

  @Override
  public boolean serves(String method, String path) {
    return method.equals("POST")
        && (path.equals(AUDIT_LOG) || path.equals(UPDATE_HEALTH) || path.equals(SSH_NOTIFY));
  }

  @Override
  public void handle(ControlExchange exchange) throws WireException {
    byte[] body = exchange.request().body();
    switch (exchange.request().path()) {
      case AUDIT_LOG -> audit(exchange, WireJson.read(body, AuditLogRequest.class, LARGEST));
      case SSH_NOTIFY ->
          unrecorded(exchange, WireJson.read(body, SshEventNotifyRequest.class, LARGEST));
      default ->
          askers
              .member(exchange, WireJson.read(body, HealthChangeRequest.class, LARGEST).nodeKey())
              .ifPresent(_ -> exchange.answer(empty(204)));
    }
  }

  private void audit(ControlExchange exchange, AuditLogRequest request) {
    askers
        .member(exchange, request.nodeKey())
        .ifPresent(node -> {
          if (!ACTION.matcher(request.action()).matches()) {
            Askers.refuse(exchange, 400, "The action is not a name such as DISCONNECT_NODE.");
            return;
          }
          String when = request.timestamp() == null ? "" : " at " + request.timestamp();
          String told = Notes.line(request.action() + when + " " + request.details());
          notes.write(exchange, node, new Noted(node.id(), told), empty(200));
        });
  }

  private void unrecorded(ControlExchange exchange, SshEventNotifyRequest request) {
    askers
        .member(exchange, request.nodeKey())
        .ifPresent(node ->
            notes.write(
                exchange, node, new Noted(node.id(), Notes.line(told(request))), empty(CREATED)));
  }

  private static String told(SshEventNotifyRequest request) {
    String what =
        switch (request.eventType()) {
          case 1 -> "was refused";
          case 2 -> "was ended";
          case 3 -> "goes on";
          default -> "(event " + request.eventType() + ")";
        };
    String why =
        request.attempts().stream()
            .map(attempt -> attempt.recorder() + ": " + attempt.failureMessage())
            .collect(Collectors.joining("; "));
    return "SSH session from nodes/%d as %s could not be recorded and %s: %s"
        .formatted(request.sourceNode(), request.localUser(), what, why);
  }

  private static ControlAnswer empty(int status) {
    return new ControlAnswer(status, "text/plain; charset=utf-8", Map.of(), new byte[0]);
  }
}
