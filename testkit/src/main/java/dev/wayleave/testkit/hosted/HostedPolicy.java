package dev.wayleave.testkit.hosted;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Set;
import java.util.TreeSet;

/// The policy file and its endpoints.
///
/// The ETag is the SHA-256 of the text as the HuJSON formatter lays it out, in quotes.
public final class HostedPolicy {
  /// What a tailnet has that nobody gave a policy.
  public static final String DEFAULT =
      """
      {
      	"grants": [
      		{"src": ["*"], "dst": ["*"], "ip": ["*"]},
      	],
      }
      """;

  private static final String HUJSON = "application/hujson";

  private String text;

  HostedPolicy(String text) {
    this.text = text;
  }

  public synchronized String text() {
    return text;
  }

  /// Somebody else's change.
  public synchronized void replace(String other) {
    text = other;
  }

  public synchronized String etag() {
    return "\"" + sha256(parsed(text).format()) + "\"";
  }

  /// The tags that somebody may own, without which none can be put on a device.
  synchronized Set<String> tags() {
    Set<String> tags = new TreeSet<>();
    JsonNode json = HostedSample.parse(standard(text));
    json.properties().stream()
        .filter(member -> member.getKey().equalsIgnoreCase("tagOwners"))
        .forEach(member -> member.getValue().fieldNames().forEachRemaining(tags::add));
    return tags;
  }

  synchronized HostedReply get(HostedQuestion question) {
    return tell(question);
  }

  synchronized HostedReply post(HostedQuestion question) {
    String expected = question.header("if-match");
    boolean first = expected.equals("\"ts-default\"") && text.equals(DEFAULT);
    if (!expected.isEmpty() && !first && !expected.equals(etag())) {
      return HostedReply.error(412, "precondition failed, invalid old hash");
    }
    if (question.body().isEmpty()) {
      // An empty body is how the Terraform provider resets a policy.
      text = DEFAULT;
      return tell(question);
    }
    try {
      PolicyText.parse(question.body());
    } catch (PolicySyntaxException e) {
      return HostedReply.error(400, String.valueOf(e.getMessage()));
    }
    text = question.body();
    return tell(question);
  }

  /// Answers 200 also where the policy is not valid.
  synchronized HostedReply validate(HostedQuestion question) {
    if (question.body().isEmpty()) {
      return HostedReply.error(400, "unexpected end of JSON input");
    }
    try {
      PolicyText.parse(question.body());
      return HostedReply.done();
    } catch (PolicySyntaxException e) {
      return HostedReply.error(200, String.valueOf(e.getMessage()));
    }
  }

  private HostedReply tell(HostedQuestion question) {
    boolean json = question.header("accept").equals("application/json");
    HostedReply reply =
        json
            ? HostedReply.json(HostedSample.parse(standard(text)))
            : HostedReply.of(200, HUJSON, text);
    return reply.with("ETag", etag());
  }

  private static String standard(String text) {
    return parsed(text).root().toJson();
  }

  private static PolicyText parsed(String text) {
    try {
      return PolicyText.parse(text);
    } catch (PolicySyntaxException e) {
      throw new IllegalStateException("the fake keeps a policy that cannot be read", e);
    }
  }

  private static String sha256(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(digest);
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
  }
}
