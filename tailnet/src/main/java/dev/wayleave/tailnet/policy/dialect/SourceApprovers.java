package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// The section `autoApprovers` as its words are written.
///
/// @param at where it stands
/// @param routes who may route the addresses of a range, and every prefix within it
record SourceApprovers(Position at, Map<AddressRange, List<String>> routes, List<String> exitNode) {
  /// What an engine sees of the section.
  static SourceApprovers of(Json root, PolicyEngine engine) {
    return SourceFields.member(root, "autoApprovers")
        .filter(_ -> engine.hasSection("autoApprovers"))
        .map(section ->
            new SourceApprovers(
                section.name().at(),
                routes(section.value()),
                words(SourceFields.words(section.value(), "exitNode"))))
        .orElseGet(() -> new SourceApprovers(root.at(), Map.of(), List.of()));
  }

  private static Map<AddressRange, List<String>> routes(Json section) {
    Map<AddressRange, List<String>> routes = new LinkedHashMap<>();
    for (Member entry :
        SourceFields.member(section, "routes")
            .map(routesAt -> SourceFields.members(routesAt.value()))
            .orElse(List.of())) {
      // What is no prefix approves nothing there, and is refused here.
      SourceWords.ranges(entry.name().value()).stream()
          .limit(1)
          .forEach(range -> routes.put(range, words(SourceFields.words(entry.value()))));
    }
    return routes;
  }

  private static List<String> words(List<JsonString> words) {
    return words.stream().map(JsonString::value).toList();
  }

  /// The words that may approve a route. Exit routes have approvers of their own, even where
  /// `routes` has 0.0.0.0/0.
  Stream<String> of(IpPrefix route) {
    AddressRange wanted = AddressRange.of(route);
    return route.isExitRoute()
        ? exitNode.stream()
        : routes.entrySet().stream()
            .filter(entry -> entry.getKey().contains(wanted))
            .flatMap(entry -> entry.getValue().stream());
  }
}
