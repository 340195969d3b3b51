package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Finds values in a policy whose form nobody has checked; what is not of the form expected is
/// empty, and the reader of the language will say what is wrong with it.
final class SourceFields {
  private SourceFields() {}

  /// A member, whose name is read in any letter case as Headscale does.
  static Optional<Member> member(Json value, String name) {
    return members(value).stream()
        .filter(member -> member.name().value().equalsIgnoreCase(name))
        .findFirst();
  }

  static List<Member> members(Json value) {
    return value instanceof JsonObject object ? object.members() : List.of();
  }

  static List<Json> elements(Json object, String name) {
    return member(object, name).map(member -> elements(member.value())).orElse(List.of());
  }

  static List<Json> elements(Json value) {
    return value instanceof JsonArray array ? array.elements() : List.of();
  }

  /// The strings of an array.
  static List<JsonString> words(Json value) {
    return elements(value).stream()
        .filter(JsonString.class::isInstance)
        .map(JsonString.class::cast)
        .toList();
  }

  static List<JsonString> words(Json object, String name) {
    return member(object, name).map(member -> words(member.value())).orElse(List.of());
  }

  static String text(Json object, String name) {
    return member(object, name)
        .filter(member -> member.value() instanceof JsonString)
        .map(member -> ((JsonString) member.value()).value())
        .orElse("");
  }

  /// The lists of words of a section by their names, for example of `groups`.
  static Map<String, List<JsonString>> lists(Json root, String section) {
    Map<String, List<JsonString>> found = new LinkedHashMap<>();
    member(root, section)
        .ifPresent(
            at -> members(at.value()).forEach(m -> found.put(m.name().value(), words(m.value()))));
    return found;
  }
}
