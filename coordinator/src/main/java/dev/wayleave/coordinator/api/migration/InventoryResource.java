package dev.wayleave.coordinator.api.migration;

import dev.wayleave.coordinator.security.Caller;
import dev.wayleave.coordinator.security.Permission;
import dev.wayleave.coordinator.store.AuditEntry;
import dev.wayleave.coordinator.store.TailnetStore;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.bundle.BundleWriter;
import dev.wayleave.tailnet.inventory.bundle.Protection;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.StreamingOutput;
import java.time.InstantSource;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/// Everything the tailnet holds, for bundles, verification and the way back.
@Path("/api/v1alpha/inventory")
@SecurityRequirement(name = "apiKey")
@Blocking
final class InventoryResource {
  private final TailnetStore store;
  private final Caller caller;
  private final InstantSource clock;
  private final SourceInfo self;

  InventoryResource(TailnetStore store, Caller caller, InstantSource clock, SourceInfo self) {
    this.store = store;
    this.caller = caller;
    this.clock = clock;
    this.self = self;
  }

  @GET
  @Produces("application/vnd.wayleave.bundle")
  @Operation(operationId = "getInventory", summary = "Gives the whole inventory as a plain bundle")
  @PermissionsAllowed("migrations:read")
  public StreamingOutput get(@QueryParam("secrets") @DefaultValue("false") boolean secrets) {
    if (secrets) {
      permitSecrets();
    }
    Inventory inventory = store.inventory(TailnetStore.DEFAULT_TAILNET, self);
    BundleWriter writer = new BundleWriter(clock.instant(), new Protection.Plain(), !secrets);
    Reading reading = new Reading(inventory, counts(inventory), List.of());
    return out -> writer.write(reading, out, Progress.SILENT);
  }

  /// Every attempt to read secrets is in the audit log, and leaves this machine encrypted or not at
  /// all.
  private void permitSecrets() {
    boolean permitted = caller.permissions().contains(Permission.SECRETS_READ);
    boolean confidential = caller.isConfidential();
    String outcome =
        permitted
            ? confidential ? "done" : "refused: the connection is not encrypted"
            : "refused: the key may not read secrets";
    store.audit(
        TailnetStore.DEFAULT_TAILNET,
        new AuditEntry(
            0,
            clock.instant(),
            caller.actor().name(),
            caller.actor().address(),
            "ReadSecrets",
            "inventory",
            outcome));
    if (!permitted) {
      throw new ForbiddenException();
    }
    if (!confidential) {
      throw MigrationProblems.unconfidential();
    }
  }

  private static Counts counts(Inventory inventory) {
    return new Counts(
        inventory.users().size(),
        inventory.nodes().size(),
        inventory.preAuthKeys().size(),
        inventory.apiKeys().size(),
        inventory.policies().size(),
        inventory.nodes().stream()
            .mapToLong(node ->
                Stream.concat(node.advertisedRoutes().stream(), node.approvedRoutes().stream())
                    .distinct()
                    .count())
            .sum());
  }
}
