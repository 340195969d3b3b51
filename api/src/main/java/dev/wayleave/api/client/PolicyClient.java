package dev.wayleave.api.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.wayleave.api.Page;
import dev.wayleave.api.PolicyRequest;
import dev.wayleave.api.PolicyView;
import dev.wayleave.api.policy.CheckRequest;
import dev.wayleave.api.policy.CheckView;
import dev.wayleave.api.policy.DiffRequest;
import dev.wayleave.api.policy.DiffView;
import dev.wayleave.api.policy.EditRequest;
import dev.wayleave.api.policy.EditsRequest;
import dev.wayleave.api.policy.ExplainRequest;
import dev.wayleave.api.policy.ExplainView;
import dev.wayleave.api.policy.PreviewRequest;
import dev.wayleave.api.policy.PreviewView;
import dev.wayleave.api.policy.RevertRequest;
import dev.wayleave.api.policy.TestView;
import dev.wayleave.api.policy.VersionDiffView;
import dev.wayleave.api.policy.VersionView;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The calls about the policy.
///
/// Where a call takes `etag`, that is the `etag` of the policy that the change was made on; with
/// null the last writer wins.
public final class PolicyClient {
  private static final String PATH = "/api/v1alpha/policy";
  private static final String VERSIONS = PATH + "/versions";

  private final CoordinatorClient client;

  PolicyClient(CoordinatorClient client) {
    this.client = client;
  }

  /// The policy in force; an [ApiException] with status 404 where there is none.
  public PolicyView get() throws ApiException {
    return client.get(PATH, PolicyView.class);
  }

  /// Puts a text in force.
  public PolicyView set(String text, @Nullable String message, @Nullable String etag)
      throws ApiException {
    return change("PUT", PATH, new PolicyRequest(text, message), etag);
  }

  /// Changes parts of the policy in force.
  public PolicyView edit(List<EditRequest> edits, @Nullable String message, @Nullable String etag)
      throws ApiException {
    return change("POST", PATH + "/edits", new EditsRequest(List.copyOf(edits), message), etag);
  }

  /// Puts the text of an older version in force again.
  public PolicyView revert(String id, @Nullable String message, @Nullable String etag)
      throws ApiException {
    return change("POST", path(id) + "/revert", new RevertRequest(message), etag);
  }

  /// All versions, the newest first, without their texts.
  public List<VersionView> versions() throws ApiException {
    List<VersionView> all = new ArrayList<>();
    String next = null;
    do {
      String after = next == null ? "" : "&after=" + encoded(next);
      Page<VersionView> page =
          client.get(VERSIONS + "?limit=1000" + after, new TypeReference<Page<VersionView>>() {});
      all.addAll(page.items());
      next = page.next();
    } while (next != null);
    return all;
  }

  public PolicyView version(String id) throws ApiException {
    return client.get(path(id), PolicyView.class);
  }

  /// What a version changed.
  ///
  /// @param against the version to compare with; null for the one that it took the place of
  public VersionDiffView diff(String id, @Nullable String against) throws ApiException {
    String query = against == null ? "" : "?against=" + encoded(against);
    return client.get(path(id) + "/diff" + query, VersionDiffView.class);
  }

  /// Whether a text would be taken; null asks about the one in force.
  public CheckView check(@Nullable String text) throws ApiException {
    return client.post(PATH + "/check", new CheckRequest(text), CheckView.class);
  }

  /// How a policy's own tests go; null asks about the one in force, here and below.
  public TestView test(@Nullable String text) throws ApiException {
    return client.post(PATH + "/test", new CheckRequest(text), TestView.class);
  }

  /// Why a source reaches a destination, or why not.
  public ExplainView explain(@Nullable String text, String source, String destination, boolean ssh)
      throws ApiException {
    return client.post(
        PATH + "/explain", new ExplainRequest(text, source, destination, ssh), ExplainView.class);
  }

  /// What a user or node gets.
  public PreviewView preview(@Nullable String text, String as) throws ApiException {
    return client.post(PATH + "/preview", new PreviewRequest(text, as), PreviewView.class);
  }

  /// What changes when one policy takes another's place.
  public DiffView diffTexts(@Nullable String before, @Nullable String after) throws ApiException {
    return client.post(PATH + "/diff", new DiffRequest(before, after), DiffView.class);
  }

  private PolicyView change(String method, String path, Object body, @Nullable String etag)
      throws ApiException {
    Map<String, String> headers = etag == null ? Map.of() : Map.of("If-Match", "\"" + etag + "\"");
    return client.send(method, path, headers, body, PolicyView.class);
  }

  private static String path(String id) {
    return VERSIONS + "/" + encoded(id);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
