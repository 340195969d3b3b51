package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.Page;
import dev.wayleave.api.RefusalView;
import dev.wayleave.coordinator.refusal.Refusals;
import dev.wayleave.coordinator.refusal.Refused;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// Devices that were turned away lately, at the replica that is asked.
@Path("/api/v1alpha/refusals")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
final class RefusalsResource {
  private final Refusals refusals;
  private final TailnetState state;

  RefusalsResource(Refusals refusals, TailnetState state) {
    this.refusals = refusals;
    this.state = state;
  }

  @GET
  @Operation(
      operationId = "listRefusals",
      summary = "Lists the devices that were turned away lately and not let in since, latest first")
  @PermissionsAllowed("nodes:read")
  public Page<RefusalView> list() {
    Tailnet image = state.image();
    return new Page<>(refusals.list().stream().map(refused -> view(image, refused)).toList(), null);
  }

  private static RefusalView view(Tailnet image, Refused refused) {
    return new RefusalView(
        node(image, refused),
        refused.machineKey().toString(),
        refused.nodeKey().toString(),
        refused.hostname(),
        refused.reason().name().toLowerCase(Locale.ROOT).replace('_', '-'),
        refused.sentence(),
        refused.address(),
        refused.at(),
        refused.attempts());
  }

  /// The node of both keys, else the only one of the machine.
  private static @Nullable Long node(Tailnet image, Refused refused) {
    List<Node> machine = image.nodes(refused.machineKey());
    return machine.stream()
        .filter(node -> machine.size() == 1 || node.nodeKey().equals(refused.nodeKey()))
        .map(node -> node.id().value())
        .findFirst()
        .orElse(null);
  }
}
