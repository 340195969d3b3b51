package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.ApproveLoginRequest;
import dev.wayleave.api.ClaimView;
import dev.wayleave.api.NodeView;
import dev.wayleave.api.Page;
import dev.wayleave.api.PendingLoginView;
import dev.wayleave.api.RegisterLoginRequest;
import dev.wayleave.api.SshSessionView;
import dev.wayleave.coordinator.login.Claim;
import dev.wayleave.coordinator.login.Logins;
import dev.wayleave.coordinator.login.Passage;
import dev.wayleave.coordinator.login.Waiting;
import dev.wayleave.coordinator.login.WaitingDevice;
import dev.wayleave.coordinator.login.WaitingSession;
import dev.wayleave.coordinator.security.Caller;
import dev.wayleave.coordinator.state.Registration;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.TagName;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// Devices that wait to be let in, and SSH sessions that wait to be approved, at whatever replica.
@Path("/api/v1alpha/auth")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
// Rows are read also where the answer comes later.
@Blocking
final class AuthResource {
  private final Logins logins;
  private final Caller caller;
  private final NodeViews views;
  private final Ids ids;

  AuthResource(Logins logins, Caller caller, NodeViews views, Ids ids) {
    this.ids = ids;
    this.views = views;
    this.logins = logins;
    this.caller = caller;
  }

  @GET
  @Path("/pending")
  @Operation(
      operationId = "listPendingLogins",
      summary = "Lists the devices and SSH sessions that wait for a person, oldest first")
  @PermissionsAllowed("nodes:read")
  public Page<PendingLoginView> pending() {
    return new Page<>(logins.waiting().stream().map(AuthResource::view).toList(), null);
  }

  private static PendingLoginView view(Waiting waiting) {
    return switch (waiting) {
      case WaitingDevice device -> view(device);
      case WaitingSession session -> view(session);
    };
  }

  private static PendingLoginView view(WaitingSession waiting) {
    Passage passage = waiting.passage();
    return new PendingLoginView(
        waiting.id(),
        waiting.sourceName(),
        "",
        "",
        passage.sourceKey().toString(),
        waiting.address(),
        List.of(),
        List.of(),
        false,
        waiting.begun(),
        waiting.until(),
        new SshSessionView(
            passage.source().value(),
            waiting.sourceName(),
            passage.destination().value(),
            waiting.destinationName(),
            passage.localUser()),
        List.of());
  }

  private static PendingLoginView view(WaitingDevice waiting) {
    Registration device = waiting.device();
    return new PendingLoginView(
        waiting.id(),
        device.hostname(),
        waiting.os(),
        device.machineKey().toString(),
        device.nodeKey().toString(),
        waiting.address(),
        device.requestedTags().stream().map(TagName::value).toList(),
        device.advertisedRoutes().stream().map(IpPrefix::toString).toList(),
        device.ephemeral(),
        waiting.begun(),
        waiting.until(),
        null,
        waiting.claims().stream().map(AuthResource::view).toList());
  }

  private static ClaimView view(Claim claim) {
    return new ClaimView(
        claim.node().value(),
        claim.stableId().value(),
        claim.name(),
        claim.owner(),
        claim.proven(),
        claim.sentence());
  }

  @POST
  @Path("/{id}/register")
  @Operation(operationId = "registerLogin", summary = "Lets a waiting device in as a user's")
  @PermissionsAllowed("nodes:write")
  public Uni<NodeView> register(@PathParam("id") String id, @Nullable RegisterLoginRequest body) {
    String user = Input.name("user", Input.body(body).user());
    return Commands.outcome(logins.register(id, user, caller.actor()), views::of);
  }

  @POST
  @Path("/{id}/approve")
  @Operation(
      operationId = "approveLogin",
      summary =
          "Lets a waiting device in as the node that its machine was before, or as the imported node"
              + " that it is said to be, or a waiting SSH session begin; answers with the node that is let in, or to which the session goes")
  @PermissionsAllowed("nodes:write")
  public Uni<NodeView> approve(@PathParam("id") String id, @Nullable ApproveLoginRequest body) {
    String node = body == null ? null : body.node();
    NodeId claim = node == null ? null : ids.node(node);
    return Commands.outcome(logins.approve(id, claim, caller.actor()), views::of);
  }

  @POST
  @Path("/{id}/reject")
  @Operation(
      operationId = "rejectLogin",
      summary = "Turns a waiting device away, or refuses a waiting SSH session")
  @PermissionsAllowed("nodes:write")
  public Uni<RejectedLogin> reject(@PathParam("id") String id) {
    return Commands.outcome(logins.reject(id, caller.actor()), RejectedLogin::new);
  }

  /// A login that is spent.
  public record RejectedLogin(String id) {}
}
