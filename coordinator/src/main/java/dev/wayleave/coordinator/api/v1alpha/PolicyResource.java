package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.PolicyRequest;
import dev.wayleave.api.PolicyView;
import dev.wayleave.api.policy.EditsRequest;
import dev.wayleave.coordinator.state.PolicyPrecondition;
import dev.wayleave.coordinator.state.SetPolicy.Way;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.policy.syntax.Edit;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// The policy in force, as its authors wrote it.
@Path("/api/v1alpha/policy")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class PolicyResource {
  private final TailnetState state;
  private final PolicyChanges changes;
  private final PolicyConditions conditions;
  private final PolicyAnswers answers;

  PolicyResource(
      TailnetState state,
      PolicyChanges changes,
      PolicyConditions conditions,
      PolicyAnswers answers) {
    this.state = state;
    this.changes = changes;
    this.conditions = conditions;
    this.answers = answers;
  }

  @GET
  @Operation(
      operationId = "getPolicy",
      summary = "Shows the policy in force",
      description =
          "As JSON, or alone as its authors wrote it where application/hujson is asked for.")
  @APIResponse(
      responseCode = "200",
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = PolicyView.class)),
        @Content(mediaType = PolicyAnswers.HUJSON, schema = @Schema(implementation = String.class))
      })
  @APIResponse(responseCode = "304", description = "If-None-Match names the policy in force")
  @PermissionsAllowed("policy:read")
  public Response get(@HeaderParam("If-None-Match") @Nullable String known) {
    return answers.view(PolicyHistory.inForce(state.image()), known);
  }

  @GET
  @Produces(PolicyAnswers.HUJSON)
  @Operation(hidden = true)
  @PermissionsAllowed("policy:read")
  public Response getText(@HeaderParam("If-None-Match") @Nullable String known) {
    return answers.text(PolicyHistory.inForce(state.image()), known);
  }

  @PUT
  @Operation(
      operationId = "setPolicy",
      summary = "Puts a new policy in force",
      description =
          "A policy that cannot be read, or that fails its own tests, is refused and nothing is"
              + " stored. Sent as application/hujson, the body is the text alone.")
  @RequestBody(
      content = {
        @Content(
            mediaType = MediaType.APPLICATION_JSON,
            schema = @Schema(implementation = PolicyRequest.class)),
        @Content(mediaType = PolicyAnswers.HUJSON, schema = @Schema(implementation = String.class))
      })
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PolicyView.class)))
  @APIResponse(responseCode = "400", ref = RestApplication.POLICY_REFUSED)
  @APIResponse(responseCode = "412", ref = RestApplication.POLICY_STALE)
  @PermissionsAllowed("policy:write")
  public Uni<Response> set(
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
      @Nullable PolicyRequest body) {
    PolicyRequest request = Input.body(body);
    return changes
        .put(
            Way.SET,
            Input.required("text", request.text()),
            request.message(),
            conditions.of(ifMatch, ifNoneMatch))
        .map(answers::changed);
  }

  @PUT
  @Consumes(PolicyAnswers.HUJSON)
  @Operation(hidden = true)
  @PermissionsAllowed("policy:write")
  public Uni<Response> setText(
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @HeaderParam("If-None-Match") @Nullable String ifNoneMatch,
      @HeaderParam(PolicyAnswers.MESSAGE) @Nullable String message,
      byte @Nullable [] body) {
    return changes
        .put(Way.SET, Input.utf8(Input.body(body)), message, conditions.of(ifMatch, ifNoneMatch))
        .map(answers::changed);
  }

  @POST
  @Path("/edits")
  @Operation(
      operationId = "editPolicy",
      summary = "Changes parts of the policy in force and leaves the rest of its text as it is")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PolicyView.class)))
  @APIResponse(responseCode = "400", ref = RestApplication.POLICY_REFUSED)
  @APIResponse(responseCode = "412", ref = RestApplication.POLICY_STALE)
  @PermissionsAllowed("policy:write")
  public Uni<Response> edit(
      @HeaderParam("If-Match") @Nullable String ifMatch, @Nullable EditsRequest body) {
    EditsRequest request = Input.body(body);
    List<Edit> edits = PolicyEdits.read(request.edits());
    PolicyVersion base = PolicyHistory.inForce(state.image());
    PolicyPrecondition condition = changes.on(base, conditions.of(ifMatch, null));
    return changes
        .put(Way.EDIT, () -> PolicyEdits.apply(base.text(), edits), request.message(), condition)
        .map(answers::changed);
  }
}
