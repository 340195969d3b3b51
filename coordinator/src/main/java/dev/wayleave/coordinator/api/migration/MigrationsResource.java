package dev.wayleave.coordinator.api.migration;

import dev.wayleave.api.Problem;
import dev.wayleave.api.migration.ApplyRequest;
import dev.wayleave.api.migration.Migration;
import dev.wayleave.api.migration.MigrationSummary;
import dev.wayleave.coordinator.security.Caller;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/// Migrations into this tailnet.
@Path("/api/v1alpha/migrations")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
final class MigrationsResource {
  private final Migrations migrations;
  private final Caller caller;
  private final RoutingContext context;

  MigrationsResource(Migrations migrations, Caller caller, RoutingContext context) {
    this.migrations = migrations;
    this.caller = caller;
    this.context = context;
  }

  @GET
  @Operation(operationId = "listMigrations", summary = "Lists migrations, newest first")
  @PermissionsAllowed("migrations:read")
  public List<MigrationSummary> list() {
    return migrations.list();
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getMigration", summary = "Shows a migration with its plan")
  @PermissionsAllowed("migrations:read")
  public Migration get(@PathParam("id") String id) {
    return migrations.get(id);
  }

  /// The body is a bundle that is not encrypted; the connection protects it.
  @POST
  @Consumes("application/vnd.wayleave.bundle")
  @ResponseStatus(201)
  @Operation(operationId = "planMigration", summary = "Stores a bundle and plans its migration")
  @PermissionsAllowed("migrations:write")
  public Migration plan(
      InputStream bundle,
      @QueryParam("prune") @DefaultValue("false") boolean prune,
      @QueryParam("overwrite") List<String> overwrite)
      throws IOException {
    try (Heartbeat _ = Heartbeat.of(context)) {
      return migrations.plan(
          bundle, new PlanOptions(prune, kinds(overwrite)), caller.key(), caller.actor());
    }
  }

  private static Set<EntityKind> kinds(List<String> names) {
    Set<EntityKind> kinds = new TreeSet<>();
    for (String name : names) {
      try {
        kinds.add(EntityKind.parse(name));
      } catch (IllegalArgumentException e) {
        throw new MigrationRefusedException(
            Problem.of(400, "Bad Request", "BAD_REQUEST", e.getMessage() + "."));
      }
    }
    return kinds;
  }

  @POST
  @Path("/{id}/apply")
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "applyMigration", summary = "Applies a planned migration")
  @PermissionsAllowed("migrations:write")
  public Migration apply(@PathParam("id") String id, @Nullable ApplyRequest request)
      throws IOException {
    Set<String> accepted = request == null ? Set.of() : request.accept();
    try (Heartbeat _ = Heartbeat.of(context)) {
      return migrations.apply(id, accepted, caller.actor());
    }
  }

  @POST
  @Path("/{id}/rollback")
  @Operation(operationId = "rollBackMigration", summary = "Takes an applied migration back")
  @PermissionsAllowed("migrations:write")
  public Migration rollBack(@PathParam("id") String id) throws IOException {
    try (Heartbeat _ = Heartbeat.of(context)) {
      return migrations.rollBack(id, caller.actor());
    }
  }
}
