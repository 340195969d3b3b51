package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.policy.CheckRequest;
import dev.wayleave.api.policy.CheckView;
import dev.wayleave.api.policy.DiffRequest;
import dev.wayleave.api.policy.DiffView;
import dev.wayleave.api.policy.ExplainRequest;
import dev.wayleave.api.policy.ExplainView;
import dev.wayleave.api.policy.PreviewRequest;
import dev.wayleave.api.policy.PreviewView;
import dev.wayleave.api.policy.TestView;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.Tailnet;
import io.quarkus.security.PermissionsAllowed;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.extensions.Extension;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.jspecify.annotations.Nullable;

/// What a policy comes to on the tailnet as it is now. Nothing here changes anything, which the
/// OpenAPI document says as `x-safe`.
@Path("/api/v1alpha/policy")
@SecurityRequirement(name = "apiKey")
@Produces(MediaType.APPLICATION_JSON)
@Consumes(MediaType.APPLICATION_JSON)
final class PolicyQuestionsResource {
  private static final String SAFE = "x-safe";

  private final TailnetState state;
  private final PolicyJudge judge;
  private final PolicyWork work;

  PolicyQuestionsResource(TailnetState state, PolicyJudge judge, PolicyWork work) {
    this.state = state;
    this.judge = judge;
    this.work = work;
  }

  @POST
  @Path("/check")
  @Operation(
      operationId = "checkPolicy",
      summary = "Says whether a text would be taken as the policy, and stores nothing",
      description = "Answers 200 either way; the field accepted tells.")
  @Extension(name = SAFE, value = "true", parseValue = true)
  @PermissionsAllowed("policy:read")
  public Uni<CheckView> check(@Nullable CheckRequest body) {
    String text = text(state.image(), body == null ? null : body.text());
    return work.run(() -> judge.check(text));
  }

  @POST
  @Path("/test")
  @Operation(operationId = "testPolicy", summary = "Runs a policy's own tests")
  @Extension(name = SAFE, value = "true", parseValue = true)
  @PermissionsAllowed("policy:read")
  public Uni<TestView> test(@Nullable CheckRequest body) {
    Tailnet image = state.image();
    String text = text(image, body == null ? null : body.text());
    return work.run(() -> PolicyQuestions.test(image, text));
  }

  @POST
  @Path("/explain")
  @Operation(
      operationId = "explainPolicy",
      summary = "Names the rules by which something reaches something else, or what came nearest")
  @Extension(name = SAFE, value = "true", parseValue = true)
  @PermissionsAllowed("policy:read")
  public Uni<ExplainView> explain(@Nullable ExplainRequest body) {
    ExplainRequest request = Input.body(body);
    String source = Input.name("source", request.source());
    String destination = Input.name("destination", request.destination());
    Tailnet image = state.image();
    String text = text(image, request.text());
    boolean ssh = Boolean.TRUE.equals(request.ssh());
    return work.run(() -> PolicyQuestions.explain(image, text, source, destination, ssh));
  }

  @POST
  @Path("/preview")
  @Operation(
      operationId = "previewPolicy",
      summary = "Shows what a user or node gets from a policy")
  @Extension(name = SAFE, value = "true", parseValue = true)
  @PermissionsAllowed("policy:read")
  public Uni<PreviewView> preview(@Nullable PreviewRequest body) {
    PreviewRequest request = Input.body(body);
    String as = Input.name("as", request.as());
    Tailnet image = state.image();
    String text = text(image, request.text());
    return work.run(() -> PolicyQuestions.preview(image, text, as));
  }

  @POST
  @Path("/diff")
  @Operation(
      operationId = "diffPolicies",
      summary = "Shows what becomes reachable and what stops being so under another policy")
  @Extension(name = SAFE, value = "true", parseValue = true)
  @PermissionsAllowed("policy:read")
  public Uni<DiffView> diff(@Nullable DiffRequest body) {
    DiffRequest request = Input.body(body);
    if (request.before() == null && request.after() == null) {
      throw new BadInputException("Send \"before\", \"after\" or both; the other is in force.");
    }
    Tailnet image = state.image();
    String before = text(image, request.before());
    String after = text(image, request.after());
    return work.run(() -> PolicyQuestions.diff(image, before, after));
  }

  private static String text(Tailnet image, @Nullable String asked) {
    return asked == null ? PolicyHistory.inForce(image).text() : asked;
  }
}
