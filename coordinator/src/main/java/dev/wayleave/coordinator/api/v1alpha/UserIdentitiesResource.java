package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.ExpectRequest;
import dev.wayleave.api.IdentityRequest;
import dev.wayleave.api.UnexpectRequest;
import dev.wayleave.api.UnlinkRequest;
import dev.wayleave.api.UserIdentitiesView;
import dev.wayleave.api.UserView;
import dev.wayleave.coordinator.state.ExpectIdentity;
import dev.wayleave.coordinator.state.LinkIdentity;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.coordinator.state.UnexpectIdentity;
import dev.wayleave.coordinator.state.UnlinkIdentity;
import dev.wayleave.tailnet.identity.Subject;
import dev.wayleave.tailnet.model.ExpectedIdentity;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// By which logins a user is known, as administrators say it.
///
/// Who gives a user a login can act as that user, and who waits for somebody's login gets what it
/// brings. So it takes the owner's right, as rewriting identities does.
@Path("/api/v1alpha/users/{id}/identities")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class UserIdentitiesResource {
  private final Commands commands;
  private final Ids ids;

  private final TailnetState state;

  UserIdentitiesResource(Commands commands, Ids ids, TailnetState state) {
    this.commands = commands;
    this.ids = ids;
    this.state = state;
  }

  @GET
  @Operation(
      operationId = "listIdentities",
      summary = "Lists the logins by which a user is known, and those that are awaited")
  @PermissionsAllowed("users:read")
  public UserIdentitiesView list(@PathParam("id") String id) {
    return state
        .image()
        .user(ids.user(id))
        .map(Views::identities)
        .orElseThrow(() -> Missing.of("user " + id));
  }

  @POST
  @Operation(operationId = "linkIdentity", summary = "Gives a user one more login")
  @PermissionsAllowed("identity_providers:write")
  public Uni<UserView> link(@PathParam("id") String id, @Nullable IdentityRequest body) {
    IdentityRequest request = Input.body(body);
    Subject subject =
        new Subject(
            Input.name("issuer", request.issuer()), Input.name("subject", request.subject()));
    return commands.run(new LinkIdentity(ids.user(id), "oidc", subject), Views::user);
  }

  @POST
  @Path("/unlink")
  @Operation(operationId = "unlinkIdentity", summary = "Takes a login from a user")
  @PermissionsAllowed("identity_providers:write")
  public Uni<UserView> unlink(@PathParam("id") String id, @Nullable UnlinkRequest body) {
    String identity = Input.name("identity", Input.body(body).identity());
    return commands.run(new UnlinkIdentity(ids.user(id), identity, true), Views::user);
  }

  @POST
  @Path("/expect")
  @Operation(
      operationId = "expectIdentity",
      summary = "Waits for a login that proves a claim, and makes it the user's")
  @PermissionsAllowed("identity_providers:write")
  public Uni<UserView> expect(@PathParam("id") String id, @Nullable ExpectRequest body) {
    ExpectRequest request = Input.body(body);
    ExpectedIdentity expected =
        new ExpectedIdentity(
            Input.name("issuer", request.issuer()),
            Input.name("claim", request.claim()),
            Input.name("value", request.value()),
            Input.required("until", request.until()));
    return commands.run(new ExpectIdentity(ids.user(id), expected), Views::user);
  }

  @POST
  @Path("/unexpect")
  @Operation(operationId = "unexpectIdentity", summary = "Waits for a login no more")
  @PermissionsAllowed("identity_providers:write")
  public Uni<UserView> unexpect(@PathParam("id") String id, @Nullable UnexpectRequest body) {
    UnexpectRequest request = Input.body(body);
    String issuer = Input.name("issuer", request.issuer());
    String claim = Input.name("claim", request.claim());
    return commands.run(new UnexpectIdentity(ids.user(id), issuer, claim), Views::user);
  }
}
