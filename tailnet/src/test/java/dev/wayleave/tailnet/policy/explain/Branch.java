package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.language.PolicyReader;
import dev.wayleave.tailnet.policy.language.Reading;
import dev.wayleave.tailnet.policy.recorded.RecordedCase;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;

/// A branch office: alice with `laptop` and `phone`, bob with `desktop`, servers `web1` and `web2`
/// with `tag:web`, `router` to 10.0.0.0/24 (and, not approved, 10.1.0.0/24), a second router
/// `spare` to the same, and the exit node `exit`.
final class Branch {
  private static final String CASE =
      """
      {"policy": "{}",
       "users": [{"id": 1, "name": "alice", "email": "alice@example.com"},
                 {"id": 2, "name": "bob", "email": "bob@example.com"}],
       "nodes": {
        "laptop": {"user": "alice", "ipv4": "100.64.0.1", "ipv6": "fd7a:115c:a1e0::1"},
        "phone": {"user": "alice", "ipv4": "100.64.0.2", "ipv6": "fd7a:115c:a1e0::2"},
        "desktop": {"user": "bob", "ipv4": "100.64.0.3", "ipv6": "fd7a:115c:a1e0::3"},
        "web1": {"tags": ["tag:web"], "ipv4": "100.64.0.4", "ipv6": "fd7a:115c:a1e0::4"},
        "web2": {"tags": ["tag:web"], "ipv4": "100.64.0.5", "ipv6": "fd7a:115c:a1e0::5"},
        "router": {"tags": ["tag:router"], "ipv4": "100.64.0.6", "ipv6": "fd7a:115c:a1e0::6",
                   "routable_ips": ["10.0.0.0/24", "10.1.0.0/24"],
                   "approved_routes": ["10.0.0.0/24"], "created": "2026-01-01T00:00:00Z"},
        "exit": {"tags": ["tag:exit"], "ipv4": "100.64.0.7", "ipv6": "fd7a:115c:a1e0::7",
                 "routable_ips": ["0.0.0.0/0", "::/0"],
                 "approved_routes": ["0.0.0.0/0", "::/0"]},
        "spare": {"tags": ["tag:spare"], "ipv4": "100.64.0.8", "ipv6": "fd7a:115c:a1e0::8",
                  "routable_ips": ["10.0.0.0/24"],
                  "approved_routes": ["10.0.0.0/24"], "created": "2026-02-01T00:00:00Z"}}}
      """;

  private static final String OWNERS =
      "\"tagOwners\": {\"tag:web\": [], \"tag:router\": [], \"tag:exit\": [], \"tag:spare\": []},";

  static final Directory DIRECTORY = Directory.of(RecordedCase.parse(CASE).tailnet());

  private Branch() {}

  /// A whole policy: tag owners in the first line, then these sections.
  static String text(String sections) {
    return "{" + OWNERS + "\n" + sections + "}\n";
  }

  static TailnetPolicy under(String sections) {
    return read(text(sections), DIRECTORY);
  }

  static TailnetPolicy read(String text, Directory directory) {
    try {
      return switch (PolicyReader.read((JsonObject) PolicyText.parse(text).root())) {
        case Reading.Sound sound -> TailnetPolicy.of(sound.policy(), directory);
        case Reading.Refused refused -> throw new AssertionError(refused.faults().toString());
      };
    } catch (PolicySyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
