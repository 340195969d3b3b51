package dev.wayleave.coordinator.api.migration;

import dev.wayleave.api.IdentityRewriteRequest;
import dev.wayleave.api.IdentityRewriteView;
import dev.wayleave.api.Problem;
import dev.wayleave.coordinator.security.Caller;
import dev.wayleave.tailnet.identity.rewrite.Holdings;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import io.vertx.ext.web.RoutingContext;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.io.IOException;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/// Identities of users, and what is changed in them when the provider changes.
@Path("/api/v1alpha/identities")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Blocking
final class IdentitiesResource {
  private final Identities identities;
  private final Caller caller;
  private final RoutingContext context;

  IdentitiesResource(Identities identities, Caller caller, RoutingContext context) {
    this.identities = identities;
    this.caller = caller;
    this.context = context;
  }

  @GET
  @Operation(
      operationId = "listAllIdentities",
      summary = "Lists all users with their identities and with how much belongs to them")
  @PermissionsAllowed("users:read")
  public Holdings list() {
    return identities.holdings();
  }

  @POST
  @Path("/rewrites")
  @Consumes(MediaType.APPLICATION_JSON)
  @ResponseStatus(201)
  @Operation(operationId = "rewriteIdentities", summary = "Changes identities, all or none")
  @PermissionsAllowed("identity_providers:write")
  public IdentityRewriteView rewrite(@Nullable IdentityRewriteRequest request) {
    if (request == null) {
      throw new MigrationRefusedException(
          Problem.of(400, "Bad Request", "BAD_REQUEST", "The request has no body."));
    }
    try (Heartbeat _ = Heartbeat.of(context)) {
      return new IdentityRewriteView(identities.rewrite(request, caller.actor()), false);
    }
  }

  @POST
  @Path("/rewrites/{id}/rollback")
  @Operation(
      operationId = "rollBackIdentities",
      summary = "Takes a change of identities back, unless later edits would be lost")
  @PermissionsAllowed("identity_providers:write")
  public IdentityRewriteView rollBack(@PathParam("id") String id) throws IOException {
    try (Heartbeat _ = Heartbeat.of(context)) {
      return new IdentityRewriteView(identities.rollBack(id, caller.actor()), true);
    }
  }
}
