package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Reads the section `autoApprovers`.
final class AutoApproversReader {
  private AutoApproversReader() {}

  static AutoApprovers read(Fields root, Scope scope) {
    var value = root.value("autoApprovers");
    if (value == null) {
      return AutoApprovers.NONE;
    }
    Fields fields =
        Fields.of(value, "autoApprovers", scope.remarks(), "routes", "exitNode", "services");
    Map<IpPrefix, List<Selector>> routes = new LinkedHashMap<>();
    for (Member member : fields.members("routes")) {
      List<Selector> approvers = approvers(member, "routes", scope);
      try {
        routes.merge(prefix(member), approvers, AutoApproversReader::both);
      } catch (Refusal refusal) {
        scope.remarks().fault(member.name().at(), refusal.what());
      }
    }
    Map<String, List<Selector>> services = new LinkedHashMap<>();
    for (Member member : fields.members("services")) {
      services.put(member.name().value().strip(), approvers(member, "services", scope));
    }
    List<Selector> exitNode =
        scope.selectors().read(fields.strings("exitNode"), Place.APPROVER, "");
    return new AutoApprovers(routes, exitNode, services);
  }

  private static List<Selector> approvers(Member member, String section, Scope scope) {
    String path = "autoApprovers." + section + "[" + Quoted.of(member.name().value()) + "]";
    var words = Fields.strings(member.value(), path, scope.remarks());
    return scope.selectors().read(words, Place.APPROVER, "");
  }

  /// `10.0.0.0/8` and `10.1.0.0/8` are one prefix.
  private static List<Selector> both(List<Selector> first, List<Selector> second) {
    return Stream.concat(first.stream(), second.stream()).toList();
  }

  private static IpPrefix prefix(Member member) throws Refusal {
    String text = member.name().value().strip();
    return SelectorReader.range(text)
        .prefix()
        .orElseThrow(() -> new Refusal(Quoted.of(text) + ": invalid prefix"));
  }
}
