package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.IdentityProviderChange;
import dev.wayleave.api.IdentityProviderSettings;
import dev.wayleave.api.IdentityProviderView;
import dev.wayleave.coordinator.oidc.ProviderForm;
import dev.wayleave.coordinator.oidc.Providers;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.DeleteIdentityProvider;
import dev.wayleave.coordinator.state.Refusal;
import dev.wayleave.coordinator.state.SetIdentityProvider;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.SecretText;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// Who says who people are. A change is in force at the next login.
@Path("/api/v1alpha/identity-providers")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class IdentityProvidersResource {
  private static final int LONGEST_SECRET = 1000;

  private final Commands commands;
  private final Providers providers;
  private final Supplier<SettingsInForce> settings;

  IdentityProvidersResource(
      Commands commands, Providers providers, Supplier<SettingsInForce> settings) {
    this.commands = commands;
    this.providers = providers;
    this.settings = settings;
  }

  @GET
  @Operation(
      operationId = "listIdentityProviders",
      summary = "Lists identity providers, wherever their settings stand")
  @PermissionsAllowed("identity_providers:read")
  public List<IdentityProviderView> list() {
    return providers.known().stream().map(this::view).toList();
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getIdentityProvider", summary = "Shows an identity provider")
  @PermissionsAllowed("identity_providers:read")
  public IdentityProviderView get(@PathParam("id") String name) {
    return view(known(name).orElseThrow(() -> missing(name)));
  }

  @PUT
  @Path("/{id}")
  @Operation(
      operationId = "setIdentityProvider",
      summary = "Adds an identity provider, or replaces its settings whole")
  @PermissionsAllowed("identity_providers:write")
  public Uni<IdentityProviderView> set(
      @PathParam("id") String name, @Nullable IdentityProviderSettings body) {
    IdentityProviderSettings request = Input.body(body);
    if (request.clientSecretFile() != null) {
      throw new BadInputException(
          "The field \"clientSecretFile\" is for files; send \"clientSecret\".");
    }
    String named = request.name();
    if (named != null && !named.equals(name)) {
      throw new BadInputException("The field \"name\" is not the name in the address.");
    }
    refuseThatOfTheFile(name);
    IdentityProvider provider = read(name, request);
    return run(new SetIdentityProvider(provider, secret(request.clientSecret()), null), name);
  }

  @PATCH
  @Path("/{id}")
  @Operation(
      operationId = "changeIdentityProvider",
      summary = "Enables or disables an identity provider; users keep their identities of it")
  @PermissionsAllowed("identity_providers:write")
  public Uni<IdentityProviderView> change(
      @PathParam("id") String name, @Nullable IdentityProviderChange body) {
    IdentityProviderChange request = Input.body(body);
    Providers.Known known = known(name).orElseThrow(() -> missing(name));
    refuseThatOfTheFile(name);
    IdentityProvider before = known.configured().provider();
    Boolean enabled = request.enabled();
    return run(
        new SetIdentityProvider(enabled == null ? before : before.enabled(enabled), null, before),
        name);
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      operationId = "deleteIdentityProvider",
      summary = "Removes an identity provider; users keep their identities of it")
  @PermissionsAllowed("identity_providers:write")
  public Uni<IdentityProviderView> delete(@PathParam("id") String name) {
    Providers.Known known = known(name).orElseThrow(() -> missing(name));
    refuseThatOfTheFile(name);
    if (known.origin() == Providers.Origin.IMPORTED) {
      throw new RefusedException(
          new Refusal(
              Refusal.Reason.CONFLICT,
              "This provider was imported with the server's settings; disable it instead."));
    }
    IdentityProviderView last = view(known);
    return commands.run(new DeleteIdentityProvider(name), _ -> last);
  }

  private Uni<IdentityProviderView> run(SetIdentityProvider command, String name) {
    return commands.run(command, _ -> view(known(name).orElseThrow(() -> missing(name))));
  }

  private static IdentityProvider read(String name, IdentityProviderSettings request) {
    try {
      return ProviderForm.read(name, request);
    } catch (IllegalArgumentException e) {
      throw new BadInputException("The identity provider is wrong: " + e.getMessage() + ".");
    }
  }

  private static @Nullable SecretText secret(@Nullable String text) {
    if (text == null || text.isEmpty()) {
      return null;
    }
    if (text.length() > LONGEST_SECRET) {
      throw new BadInputException(
          "The field \"clientSecret\" has more than " + LONGEST_SECRET + " characters.");
    }
    return SecretText.of(text);
  }

  private void refuseThatOfTheFile(String name) {
    if (known(name).filter(one -> one.origin() == Providers.Origin.FILE).isPresent()) {
      throw new RefusedException(
          new Refusal(
              Refusal.Reason.CONFLICT,
              "This provider stands in the file of identity providers; change it there."));
    }
  }

  private Optional<Providers.Known> known(String name) {
    return providers.known().stream()
        .filter(one -> one.configured().provider().name().equals(name))
        .findFirst();
  }

  private static RefusedException missing(String name) {
    return Missing.of("identity provider " + name);
  }

  private IdentityProviderView view(Providers.Known known) {
    return ProviderForm.view(known, settings.get().serverUrl());
  }
}
