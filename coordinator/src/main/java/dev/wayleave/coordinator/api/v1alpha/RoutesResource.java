package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.Page;
import dev.wayleave.api.RouteView;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// Routes, over all nodes.
@Path("/api/v1alpha/routes")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class RoutesResource {
  private final TailnetState state;

  RoutesResource(TailnetState state) {
    this.state = state;
  }

  @GET
  @Operation(
      operationId = "listRoutes",
      summary = "Lists the routes of a number of nodes by node id")
  @PermissionsAllowed("routes:read")
  public Page<List<RouteView>> list(
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue(Paging.DEFAULT_LIMIT) int limit) {
    List<Node> routers = new ArrayList<>();
    for (Node node : state.image().nodesAfter(new NodeId(Paging.after(after)))) {
      if (!node.advertisedRoutes().isEmpty() || !node.approvedRoutes().isEmpty()) {
        routers.add(node);
      }
    }
    return Paging.page(routers, limit, RoutesResource::routes, node -> node.id().toString());
  }

  private static List<RouteView> routes(Node node) {
    Set<IpPrefix> all = new TreeSet<>(node.advertisedRoutes());
    all.addAll(node.approvedRoutes());
    return all.stream()
        .map(prefix ->
            new RouteView(
                node.id().value(),
                node.label(),
                prefix.toString(),
                node.advertisedRoutes().contains(prefix),
                node.approvedRoutes().contains(prefix)))
        .toList();
  }
}
