package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.CreateUserRequest;
import dev.wayleave.api.Page;
import dev.wayleave.api.RenameRequest;
import dev.wayleave.api.UserView;
import dev.wayleave.coordinator.security.Caller;
import dev.wayleave.coordinator.state.ApproveUser;
import dev.wayleave.coordinator.state.CreateUser;
import dev.wayleave.coordinator.state.DeleteUser;
import dev.wayleave.coordinator.state.RenameUser;
import dev.wayleave.coordinator.state.RestoreUser;
import dev.wayleave.coordinator.state.SuspendUser;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import io.quarkus.security.ForbiddenException;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/// Users.
@Path("/api/v1alpha/users")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class UsersResource {
  private final TailnetState state;
  private final Commands commands;
  private final Ids ids;
  private final Caller caller;

  UsersResource(TailnetState state, Commands commands, Ids ids, Caller caller) {
    this.caller = caller;
    this.ids = ids;
    this.state = state;
    this.commands = commands;
  }

  @GET
  @Operation(operationId = "listUsers", summary = "Lists users by id")
  @PermissionsAllowed("users:read")
  public Page<UserView> list(
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue(Paging.DEFAULT_LIMIT) int limit) {
    return Paging.page(
        state.image().usersAfter(new UserId(Paging.after(after))),
        limit,
        Views::user,
        user -> user.id().toString());
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getUser", summary = "Shows a user")
  @PermissionsAllowed("users:read")
  public UserView get(@PathParam("id") String id) {
    return state
        .image()
        .user(ids.user(id))
        .map(Views::user)
        .orElseThrow(() -> Missing.of("user " + id));
  }

  @POST
  @ResponseStatus(201)
  @Operation(operationId = "createUser", summary = "Makes a user")
  @PermissionsAllowed("users:write")
  public Uni<UserView> create(@Nullable CreateUserRequest body) {
    CreateUserRequest request = Input.body(body);
    CreateUser command =
        new CreateUser(
            Input.name("name", request.name()),
            Input.text("displayName", request.displayName()),
            Input.text("email", request.email()),
            Input.text("pictureUrl", request.pictureUrl()));
    return commands.run(command, Views::user);
  }

  @POST
  @Path("/{id}/rename")
  @Operation(operationId = "renameUser", summary = "Gives a user another name")
  @PermissionsAllowed("users:write")
  public Uni<UserView> rename(@PathParam("id") String id, @Nullable RenameRequest body) {
    String name = Input.name("name", Input.body(body).name());
    return commands.run(new RenameUser(inferior(id), name), Views::user);
  }

  @POST
  @Path("/{id}/suspend")
  @Operation(
      operationId = "suspendUser",
      summary = "Shuts a user out, with all devices that the user owns")
  @PermissionsAllowed("users:write")
  public Uni<UserView> suspend(@PathParam("id") String id) {
    return commands.run(new SuspendUser(inferior(id)), Views::user);
  }

  @POST
  @Path("/{id}/restore")
  @Operation(operationId = "restoreUser", summary = "Lets a suspended user in again")
  @PermissionsAllowed("users:write")
  public Uni<UserView> restore(@PathParam("id") String id) {
    return commands.run(new RestoreUser(inferior(id)), Views::user);
  }

  @POST
  @Path("/{id}/approve")
  @Operation(operationId = "approveUser", summary = "Lets in a user who awaits approval")
  @PermissionsAllowed("users:write")
  public Uni<UserView> approve(@PathParam("id") String id) {
    return commands.run(new ApproveUser(inferior(id)), Views::user);
  }

  @DELETE
  @Path("/{id}")
  @Operation(operationId = "deleteUser", summary = "Removes a user who owns no nodes")
  @PermissionsAllowed("users:write")
  public Uni<UserView> delete(@PathParam("id") String id) {
    return commands.run(new DeleteUser(inferior(id)), Views::user);
  }

  /// A user who may no more than the caller: nobody shuts out, lets in, renames or removes whom he
  /// could not be.
  private UserId inferior(String text) {
    UserId id = ids.user(text);
    boolean mayLess =
        state.image().user(id).map(User::allRoles).filter(caller::mayLessThan).isPresent();
    if (mayLess) {
      throw new ForbiddenException();
    }
    return id;
  }
}
