package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.Page;
import dev.wayleave.api.PolicyView;
import dev.wayleave.api.policy.RevertRequest;
import dev.wayleave.api.policy.VersionDiffView;
import dev.wayleave.api.policy.VersionView;
import dev.wayleave.coordinator.state.SetPolicy.Way;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.policy.history.UnifiedDiff;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// The versions of the policy: who changed it, when, why and how, and the way back.
@Path("/api/v1alpha/policy/versions")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class PolicyVersionsResource {
  private final TailnetState state;
  private final PolicyChanges changes;
  private final PolicyConditions conditions;
  private final PolicyAnswers answers;
  private final PolicyWork work;

  PolicyVersionsResource(
      TailnetState state,
      PolicyChanges changes,
      PolicyConditions conditions,
      PolicyAnswers answers,
      PolicyWork work) {
    this.state = state;
    this.changes = changes;
    this.conditions = conditions;
    this.answers = answers;
    this.work = work;
  }

  @GET
  @Operation(
      operationId = "listPolicies",
      summary = "Lists the versions of the policy without their texts, the newest first")
  @PermissionsAllowed("policy:read")
  public Page<VersionView> list(
      @QueryParam("after") @Nullable String after,
      @QueryParam("limit") @DefaultValue(Paging.DEFAULT_LIMIT) int limit) {
    return Paging.page(
        PolicyHistory.before(state.image(), after), limit, Views::version, PolicyVersion::id);
  }

  @GET
  @Path("/{id}")
  @Operation(operationId = "getPolicyVersion", summary = "Shows a version of the policy")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PolicyView.class)))
  @PermissionsAllowed("policy:read")
  public Response get(@PathParam("id") String id) {
    return answers.changed(PolicyHistory.version(state.image(), id));
  }

  @GET
  @Path("/{id}/diff")
  @Operation(
      operationId = "diffPolicyVersion",
      summary = "Shows what a version of the policy changed",
      description =
          "Against the version that it took the place of, or against the one that is named.")
  @PermissionsAllowed("policy:read")
  public Uni<VersionDiffView> diff(
      @PathParam("id") String id, @QueryParam("against") @Nullable String against) {
    Tailnet image = state.image();
    PolicyVersion to = PolicyHistory.version(image, id);
    String wanted = against == null ? to.previous() : against;
    PolicyVersion from = wanted == null ? null : PolicyHistory.version(image, wanted);
    return work.run(() -> diff(image, from, to));
  }

  private static VersionDiffView diff(
      Tailnet image, @Nullable PolicyVersion from, PolicyVersion to) {
    if (from == null) {
      String all = UnifiedDiff.of("nothing", "", name(to), to.text());
      return new VersionDiffView(null, to.id(), all, null, "No version before this one is known.");
    }
    String text = UnifiedDiff.of(name(from), from.text(), name(to), to.text());
    try {
      return new VersionDiffView(
          from.id(), to.id(), text, PolicyQuestions.diff(image, from.text(), to.text()), null);
    } catch (PolicyRefusedException e) {
      // An import keeps even what is no policy here; its lines can be compared all the same.
      return new VersionDiffView(from.id(), to.id(), text, null, e.problem().detail());
    }
  }

  private static String name(PolicyVersion version) {
    return "policy version " + version.id();
  }

  @POST
  @Path("/{id}/revert")
  @Operation(
      operationId = "revertPolicy",
      summary = "Puts the text of an older version in force again, as a new version",
      description = "The text is judged again, for the tailnet may have changed since.")
  @APIResponse(
      responseCode = "200",
      content = @Content(schema = @Schema(implementation = PolicyView.class)))
  @APIResponse(responseCode = "400", ref = RestApplication.POLICY_REFUSED)
  @APIResponse(responseCode = "412", ref = RestApplication.POLICY_STALE)
  @PermissionsAllowed("policy:write")
  public Uni<Response> revert(
      @PathParam("id") String id,
      @HeaderParam("If-Match") @Nullable String ifMatch,
      @Nullable RevertRequest body) {
    PolicyVersion old = PolicyHistory.version(state.image(), id);
    String said = body == null || body.message() == null ? "" : body.message().strip();
    String message = said.isEmpty() ? "Reverts to version " + old.id() : said;
    return changes
        .put(Way.REVERT, old.text(), message, conditions.of(ifMatch, null))
        .map(answers::changed);
  }
}
