package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.Problem;
import dev.wayleave.api.TailnetView;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.Tailnet;
import io.quarkus.security.PermissionsAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;

/// The tailnet, under whatever name a tool knows it.
@Path("/api/v1alpha/tailnets")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
final class TailnetsResource {
  private final TailnetState state;
  private final Supplier<SettingsInForce> settings;

  TailnetsResource(TailnetState state, Supplier<SettingsInForce> settings) {
    this.state = state;
    this.settings = settings;
  }

  @GET
  @Path("/{id}")
  @Operation(
      operationId = "getTailnet",
      summary = "Shows the tailnet that is called so: -, its own name, or one that it came with")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = TailnetView.class)))
  @APIResponse(
      responseCode = "404",
      description = "No tailnet here is called so",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @PermissionsAllowed("state:read")
  public TailnetView get(@PathParam("id") String id) {
    Tailnet image = state.image();
    String name = settings.get().dns().baseDomain();
    List<String> aliases = Ids.tailnetAliases(image);
    boolean own = id.equals(Ids.TAILNET) || (!name.isEmpty() && name.equalsIgnoreCase(id));
    if (!own && aliases.stream().noneMatch(id::equalsIgnoreCase)) {
      throw Missing.of("tailnet " + Input.text("id", id));
    }
    return new TailnetView(
        Ids.TAILNET, name, aliases, image.version(), image.users().size(), image.nodes().size());
  }
}
