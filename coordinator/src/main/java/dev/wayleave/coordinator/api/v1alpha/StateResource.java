package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.KindView;
import dev.wayleave.api.StateView;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.json.Digests;
import dev.wayleave.tailnet.model.Tailnet;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/// What this replica holds, to compare replicas and to prove migrations.
@Path("/api/v1alpha/state")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class StateResource {
  private final TailnetState state;

  StateResource(TailnetState state) {
    this.state = state;
  }

  @GET
  @Operation(operationId = "getState", summary = "Shows the version and a digest of each kind")
  @PermissionsAllowed("state:read")
  public StateView get() {
    Tailnet image = state.image();
    Inventory.Builder inventory = Inventory.builder(new SourceInfo("wayleave", "", "postgresql"));
    image.entities().forEach(inventory::add);
    Map<String, KindView> kinds = new TreeMap<>();
    Digests.of(inventory.build())
        .forEach((kind, digest) ->
            kinds.put(kind.plural(), new KindView(digest.count(), digest.sha256())));
    return new StateView(image.version(), kinds);
  }
}
