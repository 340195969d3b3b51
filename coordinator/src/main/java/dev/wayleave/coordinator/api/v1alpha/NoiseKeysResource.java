package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.NoiseKeyView;
import dev.wayleave.coordinator.state.NoiseKeys;
import dev.wayleave.coordinator.state.RetireNoiseKey;
import dev.wayleave.coordinator.state.RotateNoiseKey;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.security.SecureRandom;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jboss.resteasy.reactive.ResponseStatus;

/// The keys that clients encrypt to, by their public halves; the private ones are never shown here.
@Path("/api/v1alpha/noise-keys")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class NoiseKeysResource {
  private static final int KEY_BYTES = 32;

  private final TailnetState state;
  private final Commands commands;
  private final SecureRandom random;

  NoiseKeysResource(TailnetState state, Commands commands, SecureRandom random) {
    this.state = state;
    this.commands = commands;
    this.random = random;
  }

  @GET
  @Operation(
      operationId = "listNoiseKeys",
      summary = "Lists the Noise keys that are accepted, the current one first")
  @PermissionsAllowed("state:read")
  public List<NoiseKeyView> list() {
    return NoiseKeys.of(state.image()).stream().map(NoiseKeysResource::view).toList();
  }

  @POST
  @ResponseStatus(201)
  @Operation(
      operationId = "rotateNoiseKey",
      summary = "Makes a Noise key that clients are given from now on; older ones stay accepted")
  @PermissionsAllowed("noise_keys:write")
  public Uni<NoiseKeyView> rotate() {
    byte[] bytes = new byte[KEY_BYTES];
    random.nextBytes(bytes);
    return commands.run(new RotateNoiseKey(MachinePrivateKey.of(bytes)), NoiseKeysResource::view);
  }

  @DELETE
  @Path("/{id}")
  @Operation(
      operationId = "retireNoiseKey",
      summary = "Accepts an older Noise key no more; clients that hold it have to start anew")
  @PermissionsAllowed("noise_keys:write")
  public Uni<NoiseKeyView> retire(@PathParam("id") String id) {
    MachineKey key =
        Input.parsed(
            "id",
            id.startsWith(MachineKey.PREFIX) ? id : MachineKey.PREFIX + id,
            MachineKey::parse);
    return commands.run(new RetireNoiseKey(key), NoiseKeysResource::view);
  }

  private static NoiseKeyView view(NoiseKeys.Held held) {
    return new NoiseKeyView(held.key().publicKey().toString(), held.current());
  }
}
