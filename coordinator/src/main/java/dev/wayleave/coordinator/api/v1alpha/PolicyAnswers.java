package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.PolicyView;
import dev.wayleave.tailnet.model.PolicyVersion;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Versions of the policy as answers, each with its entity tag.
@Singleton
final class PolicyAnswers {
  static final String HUJSON = "application/hujson";

  /// Why a policy is changed, where the body is the policy alone.
  static final String MESSAGE = "Policy-Message";

  private final PolicyTags tags;
  private final PolicyConditions conditions;

  PolicyAnswers(PolicyTags tags, PolicyConditions conditions) {
    this.tags = tags;
    this.conditions = conditions;
  }

  Response view(PolicyVersion version, @Nullable String known) {
    return answer(version, known, view(version), MediaType.APPLICATION_JSON);
  }

  /// The text alone.
  Response text(PolicyVersion version, @Nullable String known) {
    return answer(version, known, version.text().getBytes(StandardCharsets.UTF_8), HUJSON);
  }

  Response changed(PolicyVersion version) {
    return view(version, null);
  }

  private Response answer(PolicyVersion version, @Nullable String known, Object body, String type) {
    String tag = tags.of(version.text());
    Response.ResponseBuilder answer =
        conditions.isKnown(known, tag) ? Response.notModified() : Response.ok(body, type);
    return answer
        .header(HttpHeaders.ETAG, "\"" + tag + "\"")
        // One address, two forms: what holds one must not give it out for the other.
        .header(HttpHeaders.VARY, HttpHeaders.ACCEPT)
        .build();
  }

  private PolicyView view(PolicyVersion version) {
    return new PolicyView(
        version.id(),
        version.text(),
        version.inUse(),
        version.origin(),
        version.createdAt(),
        version.author(),
        version.message(),
        version.previous(),
        tags.of(version.text()));
  }
}
