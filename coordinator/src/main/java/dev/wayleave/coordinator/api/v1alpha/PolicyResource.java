package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.Page;
import dev.wayleave.api.PolicyRequest;
import dev.wayleave.api.PolicyView;
import dev.wayleave.coordinator.state.SetPolicy;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.PolicyVersion;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// The policy, as its authors wrote it.
@Path("/api/v1alpha/policy")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class PolicyResource {
  private final TailnetState state;
  private final Commands commands;

  PolicyResource(TailnetState state, Commands commands) {
    this.state = state;
    this.commands = commands;
  }

  @GET
  @Operation(operationId = "getPolicy", summary = "Shows the policy in force")
  @PermissionsAllowed("policy:read")
  public PolicyView get() {
    return state
        .image()
        .policyInUse()
        .map(Views::policy)
        .orElseThrow(() -> Missing.of("policy in force"));
  }

  @GET
  @Path("/versions")
  @Operation(operationId = "listPolicies", summary = "Lists the versions of the policy")
  @PermissionsAllowed("policy:read")
  public Page<PolicyView> versions(
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue(Paging.DEFAULT_LIMIT) int limit) {
    List<PolicyVersion> rest =
        state.image().policies().stream()
            .filter(policy -> after == null || policy.id().compareTo(after) > 0)
            .toList();
    return Paging.page(rest, limit, Views::policy, PolicyVersion::id);
  }

  @PUT
  @Operation(operationId = "setPolicy", summary = "Puts a new policy in force")
  @PermissionsAllowed("policy:write")
  public Uni<PolicyView> set(@Nullable PolicyRequest body) {
    String text = Input.required("text", Input.body(body).text());
    PolicyText.check(text);
    return commands.run(new SetPolicy(text), Views::policy);
  }
}
