package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.AttributeRequest;
import dev.wayleave.api.AttributesView;
import dev.wayleave.coordinator.state.SetNodeAttributes;
import dev.wayleave.coordinator.state.TailnetState;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// Posture attributes of nodes, as in the hosted service's API.
@Path("/api/v1alpha/nodes/{id}/attributes")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class NodeAttributesResource {
  private final TailnetState state;
  private final Commands commands;
  private final Ids ids;
  private final InstantSource clock;

  NodeAttributesResource(TailnetState state, Commands commands, InstantSource clock, Ids ids) {
    this.ids = ids;
    this.state = state;
    this.commands = commands;
    this.clock = clock;
  }

  @GET
  @Operation(
      operationId = "getNodeAttributes",
      summary = "Shows what conditions of device postures are asked of a node")
  @PermissionsAllowed("nodes:read")
  public AttributesView get(@PathParam("id") String id) {
    return state
        .image()
        .node(ids.node(id))
        .map(node -> NodeAttributes.view(node, clock.instant()))
        .orElseThrow(() -> Missing.of("node " + id));
  }

  @PUT
  @Path("/{key}")
  @Operation(operationId = "setNodeAttribute", summary = "Sets a custom attribute of a node")
  @PermissionsAllowed("nodes:write")
  public Uni<AttributesView> put(
      @PathParam("id") String id, @PathParam("key") String key, @Nullable AttributeRequest body) {
    AttributeRequest request = Input.body(body);
    return run(
        new SetNodeAttributes(
            ids.node(id),
            Map.of(NodeAttributes.key(key), NodeAttributes.attribute(request)),
            Set.of(),
            Input.text("comment", request.comment())));
  }

  @POST
  @Path("/{key}")
  @Operation(
      operationId = "postNodeAttribute",
      summary = "Sets a custom attribute of a node, as the hosted service has it")
  @PermissionsAllowed("nodes:write")
  public Uni<AttributesView> post(
      @PathParam("id") String id, @PathParam("key") String key, @Nullable AttributeRequest body) {
    return put(id, key, body);
  }

  @DELETE
  @Path("/{key}")
  @Operation(operationId = "deleteNodeAttribute", summary = "Takes a custom attribute from a node")
  @PermissionsAllowed("nodes:write")
  public Uni<AttributesView> delete(@PathParam("id") String id, @PathParam("key") String key) {
    return run(new SetNodeAttributes(ids.node(id), Map.of(), Set.of(NodeAttributes.key(key)), ""));
  }

  private Uni<AttributesView> run(SetNodeAttributes command) {
    return commands.run(command, node -> NodeAttributes.view(node, clock.instant()));
  }
}
