package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.CreateNodeRequest;
import dev.wayleave.api.ExpireRequest;
import dev.wayleave.api.IdText;
import dev.wayleave.api.MoveRequest;
import dev.wayleave.api.NodeView;
import dev.wayleave.api.Page;
import dev.wayleave.api.RenameRequest;
import dev.wayleave.api.RoutesRequest;
import dev.wayleave.api.TagsRequest;
import dev.wayleave.coordinator.state.AddNode;
import dev.wayleave.coordinator.state.ApproveNode;
import dev.wayleave.coordinator.state.ApproveRoutes;
import dev.wayleave.coordinator.state.BackfillAddresses;
import dev.wayleave.coordinator.state.DeleteNode;
import dev.wayleave.coordinator.state.EnableExpiry;
import dev.wayleave.coordinator.state.ExpireNode;
import dev.wayleave.coordinator.state.KeepNode;
import dev.wayleave.coordinator.state.MoveNode;
import dev.wayleave.coordinator.state.RenameNode;
import dev.wayleave.coordinator.state.SetTags;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/// Nodes.
@Path("/api/v1alpha/nodes")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class NodesResource {
  private final TailnetState state;
  private final Commands commands;
  private final Ids ids;
  private final NodeViews views;

  NodesResource(TailnetState state, Commands commands, NodeViews views, Ids ids) {
    this.ids = ids;
    this.views = views;
    this.state = state;
    this.commands = commands;
  }

  @GET
  @Operation(operationId = "listNodes", summary = "Lists nodes by id")
  @PermissionsAllowed("nodes:read")
  public Page<NodeView> list(
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue(Paging.DEFAULT_LIMIT) int limit) {
    return Paging.page(
        state.image().nodesAfter(new NodeId(Paging.after(after))),
        limit,
        views::of,
        node -> node.id().toString());
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getNode", summary = "Shows a node")
  @PermissionsAllowed("nodes:read")
  public NodeView get(@PathParam("id") String id) {
    return state
        .image()
        .node(ids.node(id))
        .map(views::of)
        .orElseThrow(() -> Missing.of("node " + id));
  }

  @POST
  @ResponseStatus(201)
  @Operation(operationId = "createNode", summary = "Makes a node for a device that is yet to come")
  @PermissionsAllowed("nodes:write")
  public Uni<NodeView> create(@Nullable CreateNodeRequest body) {
    CreateNodeRequest request = Input.body(body);
    AddNode command =
        new AddNode(
            Input.parsed(
                "machineKey", Input.name("machineKey", request.machineKey()), MachineKey::parse),
            Input.parsed("nodeKey", Input.name("nodeKey", request.nodeKey()), NodeKey::parse),
            Input.name("hostname", request.hostname()),
            owner(request),
            RegisterMethod.CLI,
            null,
            false,
            request.expiry());
    return commands.run(command, views::of);
  }

  private Owner owner(CreateNodeRequest request) {
    Set<TagName> tags = Input.set("tags", request.tags(), TagName::new);
    IdText user = request.user();
    if (tags.isEmpty()) {
      return new Owner.OfUser(ids.user(Input.required("user", user)));
    }
    return new Owner.OfTags(tags, user == null ? null : ids.user(user));
  }

  @POST
  @Path("/{id}/rename")
  @Operation(operationId = "renameNode", summary = "Gives a node another name in MagicDNS")
  @PermissionsAllowed("nodes:write")
  public Uni<NodeView> rename(@PathParam("id") String id, @Nullable RenameRequest body) {
    String name = Input.name("name", Input.body(body).name());
    return commands.run(new RenameNode(ids.node(id), name), views::of);
  }

  @POST
  @Path("/{id}/expire")
  @Operation(operationId = "expireNode", summary = "Ends a node's login, or says when it ends")
  @PermissionsAllowed("nodes:write")
  public Uni<NodeView> expire(@PathParam("id") String id, @Nullable ExpireRequest body) {
    NodeId node = ids.node(id);
    boolean never = body != null && Boolean.TRUE.equals(body.never());
    boolean enable = body != null && Boolean.TRUE.equals(body.enable());
    if (body != null && (never || enable) && (body.at() != null || (never && enable))) {
      throw new BadInputException("Send \"at\", \"never\" or \"enable\", not both.");
    }
    if (never) {
      return commands.run(new KeepNode(node), views::of);
    }
    if (enable) {
      return commands.run(new EnableExpiry(node), views::of);
    }
    return commands.run(new ExpireNode(node, body == null ? null : body.at()), views::of);
  }

  @POST
  @Path("/{id}/move")
  @Operation(operationId = "moveNode", summary = "Gives a node to another user")
  @PermissionsAllowed("nodes:write")
  public Uni<NodeView> move(@PathParam("id") String id, @Nullable MoveRequest body) {
    UserId owner = ids.user(Input.required("user", Input.body(body).user()));
    return commands.run(new MoveNode(ids.node(id), owner), views::of);
  }

  @POST
  @Path("/{id}/approve")
  @Operation(operationId = "approveNode", summary = "Lets in a device that awaits approval")
  @PermissionsAllowed("nodes:write")
  public Uni<NodeView> approve(@PathParam("id") String id) {
    return commands.run(new ApproveNode(ids.node(id)), views::of);
  }

  @POST
  @Path("/backfill-addresses")
  @Operation(
      operationId = "backfillAddresses",
      summary = "Gives nodes the addresses that the configured prefixes say they have")
  @PermissionsAllowed("nodes:write")
  public Uni<List<NodeView>> backfillAddresses() {
    return commands.run(new BackfillAddresses(), nodes -> nodes.stream().map(views::of).toList());
  }

  @POST
  @Path("/{id}/tags")
  @Operation(operationId = "setTags", summary = "Makes tags the owner of a node")
  @PermissionsAllowed("nodes:write")
  public Uni<NodeView> tags(@PathParam("id") String id, @Nullable TagsRequest body) {
    Set<TagName> tags =
        Input.set("tags", Input.required("tags", Input.body(body).tags()), TagName::new);
    return commands.run(new SetTags(ids.node(id), tags), views::of);
  }

  @POST
  @Path("/{id}/routes")
  @Operation(operationId = "approveRoutes", summary = "Says which routes a node may route")
  @PermissionsAllowed("routes:write")
  public Uni<NodeView> routes(@PathParam("id") String id, @Nullable RoutesRequest body) {
    Set<IpPrefix> routes =
        Input.set("routes", Input.required("routes", Input.body(body).routes()), IpPrefix::parse);
    return commands.run(new ApproveRoutes(ids.node(id), routes), views::of);
  }

  @DELETE
  @Path("/{id}")
  @Operation(operationId = "deleteNode", summary = "Removes a node")
  @PermissionsAllowed("nodes:write")
  public Uni<NodeView> delete(@PathParam("id") String id) {
    return commands.run(new DeleteNode(ids.node(id)), views::of);
  }
}
