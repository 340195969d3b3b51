package dev.wayleave.importers.tailscale.policy;

import dev.wayleave.tailnet.policy.language.PolicyFault;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.JsonBoolean;
import dev.wayleave.tailnet.policy.syntax.JsonNull;
import dev.wayleave.tailnet.policy.syntax.JsonNumber;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/// Finds groups that a policy names and does not define: those that an identity provider keeps in
/// step (SCIM), of which the API tells nothing.
final class UndefinedGroups {
  private static final String PREFIX = "group:";

  private final Map<String, Position> used = new LinkedHashMap<>();

  private UndefinedGroups() {}

  /// A group and where it is first used.
  record Group(String name, Position at) {
    /// `group:NAME@DOMAIN` is taken without its members; any other name is refused.
    boolean ofProvider() {
      return name.indexOf('@') >= 0;
    }

    /// Whether the fault is only that this group is not defined.
    boolean explains(PolicyFault fault) {
      return fault.message().contains("group not found: \"" + name + "\"");
    }
  }

  static List<Group> of(String text) {
    Json root;
    try {
      root = PolicyText.parse(text).root();
    } catch (PolicySyntaxException _) {
      // The judge of the whole policy tells of it.
      return List.of();
    }
    if (!(root instanceof JsonObject object)) {
      return List.of();
    }
    Set<String> defined =
        object.members().stream()
            .filter(section -> section.name().value().equalsIgnoreCase("groups"))
            .filter(section -> section.value() instanceof JsonObject)
            .flatMap(section -> ((JsonObject) section.value()).members().stream())
            .map(member -> member.name().value().strip())
            .collect(Collectors.toSet());
    UndefinedGroups found = new UndefinedGroups();
    object.members().stream()
        .filter(section -> !section.name().value().equalsIgnoreCase("groups"))
        .map(Member::value)
        .forEach(found::visit);
    return found.used.entrySet().stream()
        .filter(entry -> !defined.contains(entry.getKey()))
        .map(entry -> new Group(entry.getKey(), entry.getValue()))
        .toList();
  }

  private void visit(Json value) {
    switch (value) {
      case JsonObject object -> object.members().forEach(member -> visit(member.value()));
      case JsonArray array -> array.elements().forEach(this::visit);
      case JsonString string -> word(string);
      case JsonNumber _, JsonBoolean _, JsonNull _ -> {}
    }
  }

  /// In `dst` of `acls` ports follow a colon.
  private void word(JsonString string) {
    String word = string.value().strip();
    if (!word.startsWith(PREFIX)) {
      return;
    }
    int ports = word.indexOf(':', PREFIX.length());
    String name = ports < 0 ? word : word.substring(0, ports);
    if (name.length() > PREFIX.length()) {
      used.putIfAbsent(name, string.at());
    }
  }
}
