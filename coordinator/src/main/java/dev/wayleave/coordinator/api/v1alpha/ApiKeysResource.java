package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.ApiKeyView;
import dev.wayleave.api.CreateApiKeyRequest;
import dev.wayleave.api.IdText;
import dev.wayleave.api.NewKey;
import dev.wayleave.api.Page;
import dev.wayleave.coordinator.security.Caller;
import dev.wayleave.coordinator.security.KeyMaker;
import dev.wayleave.coordinator.security.Scopes;
import dev.wayleave.coordinator.state.CreateApiKey;
import dev.wayleave.coordinator.state.DeleteApiKey;
import dev.wayleave.coordinator.state.ExpireApiKey;
import dev.wayleave.coordinator.state.OpenAdministration;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.UserId;
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
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.resteasy.reactive.ResponseStatus;
import org.jspecify.annotations.Nullable;

/// API keys; the keys themselves are shown once, when they are made.
@Path("/api/v1alpha/api-keys")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class ApiKeysResource {
  private final TailnetState state;
  private final Commands commands;
  private final KeyMaker keys;
  private final Caller caller;
  private final Ids ids;

  ApiKeysResource(TailnetState state, Commands commands, KeyMaker keys, Caller caller, Ids ids) {
    this.ids = ids;
    this.state = state;
    this.commands = commands;
    this.keys = keys;
    this.caller = caller;
  }

  @GET
  @Operation(operationId = "listApiKeys", summary = "Lists API keys by id")
  @PermissionsAllowed("api_keys:read")
  public Page<ApiKeyView> list(
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue(Paging.DEFAULT_LIMIT) int limit) {
    return Paging.page(
        state.image().apiKeysAfter(new ApiKeyId(Paging.after(after))),
        limit,
        Views::apiKey,
        key -> key.id().toString());
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getApiKey", summary = "Shows an API key")
  @PermissionsAllowed("api_keys:read")
  public ApiKeyView get(@PathParam("id") String id) {
    return state
        .image()
        .apiKey(Input.id(id, ApiKeyId::new))
        .map(Views::apiKey)
        .orElseThrow(() -> Missing.of("API key " + id));
  }

  @POST
  @ResponseStatus(201)
  @Blocking
  @Operation(
      operationId = "createApiKey",
      summary = "Makes an API key that may at most what the caller may")
  @PermissionsAllowed("api_keys:write")
  public Uni<NewKey<ApiKeyView>> create(@Nullable CreateApiKeyRequest body) {
    CreateApiKeyRequest request = Input.body(body);
    Set<String> scopes =
        Input.set("scopes", request.scopes(), Input.oneOf(Scopes::isKnown, "a scope"));
    if (!caller.permissions().containsAll(Scopes.permissions(scopes))) {
      throw new ForbiddenException();
    }
    KeyMaker.Made made = keys.apiKey();
    IdText user = request.user();
    // What a person makes ends to work with the person's roles, as the person's own key does.
    Optional<UserId> person = caller.person();
    UserId named = user == null ? null : ids.user(user);
    CreateApiKey command =
        new CreateApiKey(
            made.kept(),
            person.orElse(named),
            described(person.isPresent(), Input.text("description", request.description())),
            person.isPresent() ? asUser(scopes) : scopes,
            request.expiration(),
            made.proof());
    return commands.run(command, key -> new NewKey<>(made.text(), Views.apiKey(key)));
  }

  /// What a person's key is called stands in the audit log, so it begins with who made it.
  private String described(boolean own, String text) {
    String maker = caller.actor().name();
    return !own ? text : text.isEmpty() ? maker : maker + ": " + text;
  }

  private static Set<String> asUser(Set<String> scopes) {
    Set<String> bound = new TreeSet<>(scopes.isEmpty() ? Set.of(Scopes.ALL) : scopes);
    bound.add(OpenAdministration.AS_USER);
    return bound;
  }

  @POST
  @Path("/{id}/expire")
  @Operation(operationId = "expireApiKey", summary = "Ends an API key")
  @PermissionsAllowed("api_keys:write")
  public Uni<ApiKeyView> expire(@PathParam("id") String id) {
    return commands.run(new ExpireApiKey(Input.id(id, ApiKeyId::new)), Views::apiKey);
  }

  @DELETE
  @Path("/{id}")
  @Operation(operationId = "deleteApiKey", summary = "Removes an API key")
  @PermissionsAllowed("api_keys:write")
  public Uni<ApiKeyView> delete(@PathParam("id") String id) {
    return commands.run(new DeleteApiKey(Input.id(id, ApiKeyId::new)), Views::apiKey);
  }
}
