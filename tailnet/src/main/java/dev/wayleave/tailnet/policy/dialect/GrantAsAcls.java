package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Writes a grant of network access as entries of `acls`, one for each protocol that it names.
final class GrantAsAcls {
  private static final Position NOWHERE = new Position(1, 1);

  private GrantAsAcls() {}

  /// @param ip the grant's `ip`: `*`, `443`, `tcp:80-90`, `icmp:*`
  static List<String> of(List<JsonString> ip, List<JsonString> from, List<JsonString> to) {
    Map<String, StringBuilder> ports = new LinkedHashMap<>();
    for (JsonString word : ip) {
      String text = word.value().strip();
      int colon = text.lastIndexOf(':');
      String protocol = colon < 0 || text.startsWith("*:") ? "" : text.substring(0, colon);
      StringBuilder list = ports.computeIfAbsent(protocol, _ -> new StringBuilder());
      list.append(list.isEmpty() ? "" : ",").append(text.substring(colon + 1));
    }
    return ports.entrySet().stream()
        .map(entry -> acl(entry.getKey(), entry.getValue().toString(), from, to))
        .toList();
  }

  private static String acl(
      String protocol, String ports, List<JsonString> from, List<JsonString> to) {
    // A list of ports may not hold `*` beside others, which it makes superfluous.
    String suffix = List.of(ports.split(",")).contains("*") ? ":*" : ":" + ports;
    List<JsonString> targets =
        to.stream().map(word -> new JsonString(NOWHERE, word.value() + suffix)).toList();
    return "{\"action\": \"accept\"%s, \"src\": %s, \"dst\": %s}"
        .formatted(
            protocol.isEmpty() ? "" : ", \"proto\": " + new JsonString(NOWHERE, protocol).toJson(),
            array(from),
            array(targets));
  }

  private static String array(List<JsonString> words) {
    return new JsonArray(NOWHERE, List.copyOf(words)).toJson();
  }
}
