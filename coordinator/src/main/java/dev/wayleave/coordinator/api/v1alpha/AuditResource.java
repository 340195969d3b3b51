package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.AuditView;
import dev.wayleave.api.Page;
import dev.wayleave.coordinator.store.AuditEntry;
import dev.wayleave.coordinator.store.TailnetStore;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// The audit log.
@Path("/api/v1alpha/audit")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class AuditResource {
  private final TailnetStore store;

  AuditResource(TailnetStore store) {
    this.store = store;
  }

  @GET
  @Operation(operationId = "listAudit", summary = "Lists the audit log, newest first")
  @PermissionsAllowed("audit:read")
  public Page<AuditView> list(
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue(Paging.DEFAULT_LIMIT) int limit) {
    long before = after == null ? Long.MAX_VALUE : Paging.after(after);
    List<AuditEntry> entries =
        store.auditBefore(TailnetStore.DEFAULT_TAILNET, before, Paging.limit(limit) + 1);
    return Paging.page(
        entries,
        limit,
        entry ->
            new AuditView(
                entry.id(),
                entry.at(),
                entry.actor(),
                entry.address(),
                entry.operation(),
                entry.object(),
                entry.outcome()),
        entry -> Long.toString(entry.id()));
  }
}
