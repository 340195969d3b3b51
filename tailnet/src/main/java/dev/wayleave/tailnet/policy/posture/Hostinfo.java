package dev.wayleave.tailnet.policy.posture;

import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonBoolean;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Derives the `node:` attributes from a client's description of itself, `tailcfg.Hostinfo`.
final class Hostinfo {
  /// `1.80.2-t1234abcd-g5678`: the version proper, then the commits that it was built from.
  private static final Pattern CLIENT_VERSION = Pattern.compile("v?([0-9]+\\.([0-9]+)[0-9.]*).*");

  private Hostinfo() {}

  /// The attributes that the description tells; none where it is no JSON object.
  static Map<String, Value> facts(String hostinfo) {
    try {
      return PolicyText.parse(hostinfo).root() instanceof JsonObject fields
          ? facts(fields)
          : Map.of();
    } catch (PolicySyntaxException _) {
      // A device whose description cannot be read has told nothing, and meets no condition.
      return Map.of();
    }
  }

  private static Map<String, Value> facts(JsonObject fields) {
    Map<String, Value> facts = new LinkedHashMap<>();
    String os = text(fields, "OS");
    if (!os.isEmpty()) {
      // Clients say "macOS" and "iOS"; the attribute is in lower case.
      put(facts, PostureAttribute.OS, Value.of(os.toLowerCase(Locale.ROOT)));
    }
    String osVersion = text(fields, "OSVersion");
    if (!osVersion.isEmpty()) {
      put(facts, PostureAttribute.OS_VERSION, Value.of(osVersion));
    }
    Matcher client = CLIENT_VERSION.matcher(text(fields, "IPNVersion"));
    if (client.matches()) {
      put(facts, PostureAttribute.CLIENT_VERSION, Value.of(client.group(1)));
      boolean odd = "13579".indexOf(client.group(2).charAt(client.group(2).length() - 1)) >= 0;
      put(facts, PostureAttribute.RELEASE_TRACK, Value.of(odd ? "unstable" : "stable"));
    }
    if (!facts.isEmpty()) {
      // The client leaves the field out where it is false.
      put(facts, PostureAttribute.AUTO_UPDATE, Value.of(isTrue(fields, "AllowsUpdate")));
    }
    if (fields.member("StateEncrypted").isPresent()) {
      put(facts, PostureAttribute.STATE_ENCRYPTED, Value.of(isTrue(fields, "StateEncrypted")));
    }
    return facts;
  }

  private static void put(Map<String, Value> facts, PostureAttribute attribute, Value value) {
    facts.put(attribute.key(), value);
  }

  private static String text(JsonObject fields, String name) {
    return fields
        .member(name)
        .map(Member::value)
        .map(value -> value instanceof JsonString string ? string.value() : "")
        .orElse("");
  }

  private static boolean isTrue(JsonObject fields, String name) {
    Json value = fields.member(name).map(Member::value).orElse(null);
    return value instanceof JsonBoolean flag && flag.value();
  }
}
