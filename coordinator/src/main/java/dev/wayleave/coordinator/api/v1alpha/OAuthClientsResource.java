package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.CreateOAuthClientRequest;
import dev.wayleave.api.IdText;
import dev.wayleave.api.NewKey;
import dev.wayleave.api.OAuthClientView;
import dev.wayleave.api.Page;
import dev.wayleave.coordinator.security.Caller;
import dev.wayleave.coordinator.security.KeyMaker;
import dev.wayleave.coordinator.security.OAuthScopes;
import dev.wayleave.coordinator.state.CreateOAuthClient;
import dev.wayleave.coordinator.state.DeleteOAuthClient;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.OAuthClientId;
import dev.wayleave.tailnet.model.TagName;
import io.quarkus.security.ForbiddenException;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.common.annotation.Blocking;
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
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/// OAuth clients; their secrets are shown once, when they are made.
@Path("/api/v1alpha/oauth-clients")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class OAuthClientsResource {
  private final TailnetState state;
  private final Commands commands;
  private final KeyMaker keys;
  private final Caller caller;
  private final Ids ids;

  OAuthClientsResource(
      TailnetState state, Commands commands, KeyMaker keys, Caller caller, Ids ids) {
    this.ids = ids;
    this.state = state;
    this.commands = commands;
    this.keys = keys;
    this.caller = caller;
  }

  @GET
  @Operation(operationId = "listOAuthClients", summary = "Lists OAuth clients")
  @PermissionsAllowed("oauth_clients:read")
  public Page<OAuthClientView> list(
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue(Paging.DEFAULT_LIMIT) int limit) {
    return Paging.page(
        state.image().oauthClientsAfter(new OAuthClientId(Paging.after(after))),
        limit,
        Views::oauthClient,
        client -> client.id().toString());
  }

  @POST
  @ResponseStatus(201)
  @Blocking
  @Operation(
      operationId = "createOAuthClient",
      summary = "Makes an OAuth client that may at most what the caller may")
  @PermissionsAllowed("oauth_clients:write")
  public Uni<NewKey<OAuthClientView>> create(@Nullable CreateOAuthClientRequest body) {
    CreateOAuthClientRequest request = Input.body(body);
    Set<String> scopes =
        Input.set(
            "scopes",
            Input.required("scopes", request.scopes()),
            Input.oneOf(OAuthScopes::isKnown, "a scope"));
    if (scopes.isEmpty()) {
      throw new BadInputException(
          "The field \"scopes\" is empty; a client without scopes may nothing.");
    }
    if (!caller.permissions().containsAll(OAuthScopes.permissions(scopes))) {
      throw new ForbiddenException();
    }
    Set<TagName> tags = Input.set("tags", request.tags(), TagName::new);
    if (tags.isEmpty() && OAuthScopes.needTags(scopes)) {
      throw new BadInputException(
          "The field \"tags\" is empty; a client with the scope auth_keys or devices:core needs the"
              + " tags that it may give.");
    }
    KeyMaker.Made made = keys.oauthClient();
    IdText user = request.user();
    CreateOAuthClient command =
        new CreateOAuthClient(
            made.kept(),
            scopes,
            tags,
            Input.text("description", request.description()),
            user == null ? null : ids.user(user),
            made.proof());
    return commands.run(command, client -> new NewKey<>(made.text(), Views.oauthClient(client)));
  }

  @DELETE
  @Path("/{id}")
  @Operation(operationId = "deleteOAuthClient", summary = "Removes an OAuth client and its tokens")
  @PermissionsAllowed("oauth_clients:write")
  public Uni<OAuthClientView> delete(@PathParam("id") String id) {
    return commands.run(new DeleteOAuthClient(Input.name("id", id)), Views::oauthClient);
  }
}
