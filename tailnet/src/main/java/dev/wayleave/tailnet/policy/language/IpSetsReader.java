package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the section `ipsets`: `ipset:NAME` to steps that add or take away addresses.
final class IpSetsReader {
  private static final String PREFIX = "ipset:";

  private IpSetsReader() {}

  /// Adds the sets that the section defines.
  static void define(Fields root, Names names) {
    for (Member member : root.members("ipsets")) {
      String name = member.name().value().strip();
      if (!name.startsWith(PREFIX) || name.length() == PREFIX.length()) {
        root.remarks()
            .fault(member.name().at(), path(name) + ": IP set names must start with 'ipset:'");
      }
      names.addIpSet(name);
    }
  }

  static Map<String, List<IpSetEntry>> read(Fields root, Scope scope) {
    Map<String, List<IpSetEntry>> sets = new LinkedHashMap<>();
    for (Member member : root.members("ipsets")) {
      String name = member.name().value().strip();
      sets.put(name, entries(member, path(name), scope));
    }
    IpSetOrder.check(sets, scope.remarks());
    return sets;
  }

  private static String path(String name) {
    return "ipsets[" + Quoted.of(name) + "]";
  }

  private static List<IpSetEntry> entries(Member member, String path, Scope scope) {
    List<IpSetEntry> entries = new ArrayList<>();
    for (JsonString word : Fields.strings(member.value(), path, scope.remarks())) {
      entry(word, path, scope).ifPresent(entries::add);
    }
    return entries;
  }

  /// `add TARGET`, `remove TARGET`, or a bare target, which is added.
  private static Optional<IpSetEntry> entry(JsonString word, String path, Scope scope) {
    String[] parts = word.value().strip().split("\\s+", 2);
    boolean verb = parts.length == 2;
    if (verb && !parts[0].equals("add") && !parts[0].equals("remove")) {
      scope
          .remarks()
          .fault(
              word.at(), path + ": " + Quoted.of(parts[0]) + " is neither \"add\" nor \"remove\"");
      return Optional.empty();
    }
    return scope
        .selectors()
        .read(word, parts[parts.length - 1], Place.IP_SET, path + ": ")
        .map(selector -> new IpSetEntry(!verb || parts[0].equals("add"), selector));
  }
}
