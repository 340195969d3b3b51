package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.SettingsChange;
import dev.wayleave.api.SettingsView;
import dev.wayleave.coordinator.derpmap.DerpMaps;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.ChangeApprovals;
import dev.wayleave.coordinator.state.LoginFindings;
import dev.wayleave.coordinator.state.Prefixes;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.Tailnet;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// The settings in force.
@Path("/api/v1alpha/settings")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
final class SettingsResource {
  private final TailnetState state;
  private final Supplier<SettingsInForce> settings;
  private final DerpMaps relays;
  private final Commands commands;

  SettingsResource(
      TailnetState state, Supplier<SettingsInForce> settings, DerpMaps relays, Commands commands) {
    this.relays = relays;
    this.commands = commands;
    this.state = state;
    this.settings = settings;
  }

  private static Finding finding(String complaint) {
    return Finding.action(
        "DERP_MAP_INCOMPLETE",
        "DERP map",
        complaint,
        "Correct the DERP settings at their source, and import them again where they are imported.");
  }

  @GET
  @Operation(operationId = "getSettings", summary = "Shows the settings in force")
  @PermissionsAllowed("state:read")
  public SettingsView get() {
    Tailnet image = state.image();
    SettingsInForce inForce = settings.get();
    DnsSettings dns = inForce.dns();
    Prefixes prefixes = Prefixes.of(image);
    return new SettingsView(
        inForce.serverUrl(),
        inForce.serverUrlFrom(),
        prefixes.v4().map(IpPrefix::toString).orElse(null),
        prefixes.v6().map(IpPrefix::toString).orElse(null),
        image.server().map(ServerSettings::allocation).orElse("sequential"),
        image.server().flatMap(s -> Optional.ofNullable(s.nodeExpiry())).orElse(null),
        dns.baseDomain(),
        dns.magicDns(),
        dns.nameservers(),
        dns.splitNameservers(),
        dns.searchDomains(),
        image.derp().map(DerpSettings::urls).orElse(List.of()),
        image
            .derp()
            .flatMap(derp -> Optional.ofNullable(derp.embedded()))
            .map(DerpSettings.EmbeddedRegion::regionId)
            .orElse(null),
        inForce.noisePublicKey().map(MachineKey::toString).orElse(null),
        isOn(image, ServerSettings.DEVICE_APPROVAL),
        isOn(image, ServerSettings.USER_APPROVAL),
        Stream.concat(
                relays.complaints().stream().map(SettingsResource::finding),
                LoginFindings.of(image).stream())
            .toList());
  }

  private static boolean isOn(Tailnet image, String key) {
    return image.server().map(server -> server.isOn(key)).orElse(false);
  }

  @PATCH
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "changeSettings",
      summary = "Says whether new devices and new users wait for an administrator")
  @PermissionsAllowed("settings:write")
  public Uni<SettingsView> change(@Nullable SettingsChange body) {
    SettingsChange request = Input.body(body);
    if (request.deviceApproval() == null && request.userApproval() == null) {
      throw new BadInputException(
          "There is nothing to change; send \"deviceApproval\" or \"userApproval\".");
    }
    return commands.run(
        new ChangeApprovals(request.deviceApproval(), request.userApproval()), _ -> get());
  }
}
