package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.DnsRecord;
import dev.wayleave.api.DnsRequest;
import dev.wayleave.api.DnsView;
import dev.wayleave.api.Problem;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.SetDns;
import dev.wayleave.tailnet.model.DnsSettings;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// DNS as nodes are told it.
@Path("/api/v1alpha/dns")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class DnsResource {
  private final Commands commands;
  private final Supplier<SettingsInForce> settings;

  DnsResource(Commands commands, Supplier<SettingsInForce> settings) {
    this.commands = commands;
    this.settings = settings;
  }

  @GET
  @Operation(operationId = "getDns", summary = "Shows the DNS settings in force")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DnsView.class)))
  @PermissionsAllowed("dns:read")
  public Response get() {
    return answer(settings.get().dns());
  }

  @PUT
  @Operation(
      operationId = "setDns",
      summary = "Puts other DNS settings in force, whole",
      description = "Another base domain gives every node another name at once.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = DnsView.class)))
  @APIResponse(
      responseCode = "412",
      description = "If-Match names other settings than those in force",
      content =
          @Content(
              mediaType = Problem.MEDIA_TYPE,
              schema = @Schema(implementation = Problem.class)))
  @PermissionsAllowed("dns:write")
  public Uni<Response> set(
      @HeaderParam("If-Match") @Nullable String ifMatch, @Nullable DnsRequest body) {
    SettingsInForce inForce = settings.get();
    DnsSettings dns = DnsInput.read(Input.body(body), inForce.serverUrl());
    return commands.run(
        new SetDns(dns, inForce.dns(), seen -> matches(ifMatch, DnsTag.of(seen))),
        DnsResource::answer);
  }

  private static boolean matches(@Nullable String ifMatch, String tag) {
    return ifMatch == null
        || ifMatch.strip().equals("*")
        || Arrays.stream(ifMatch.split(",", -1)).map(String::strip).anyMatch(quoted(tag)::equals);
  }

  private static String quoted(String tag) {
    return '"' + tag + '"';
  }

  private static Response answer(DnsSettings dns) {
    String tag = DnsTag.of(dns);
    DnsView view =
        new DnsView(
            dns.magicDns(),
            dns.baseDomain(),
            dns.overrideLocalDns(),
            dns.nameservers(),
            dns.splitNameservers(),
            dns.searchDomains(),
            dns.extraRecords().stream()
                .map(record -> new DnsRecord(record.name(), record.type(), record.value()))
                .toList(),
            tag);
    return Response.ok(view).header("ETag", quoted(tag)).build();
  }
}
