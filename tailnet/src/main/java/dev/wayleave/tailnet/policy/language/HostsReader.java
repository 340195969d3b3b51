package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.LinkedHashMap;
import java.util.Map;

/// Reads the section `hosts`: a name to an address, prefix or range.
final class HostsReader {
  private HostsReader() {}

  static Map<String, AddressRange> read(Fields root) {
    Map<String, AddressRange> hosts = new LinkedHashMap<>();
    for (Member member : root.members("hosts")) {
      String name = member.name().value().strip();
      String path = "hosts[" + Quoted.of(name) + "]";
      if (!isName(name)) {
        root.remarks().fault(member.name().at(), path + ": not a name for a host");
      } else if (!(member.value() instanceof JsonString text)) {
        Fields.expected(member.value(), path, "a string", root.remarks());
      } else {
        try {
          hosts.put(name, SelectorReader.range(text.value().strip()));
        } catch (Refusal refusal) {
          root.remarks().fault(text.at(), path + ": " + refusal.what());
        }
      }
    }
    return hosts;
  }

  /// A host's name must not look like another selector: `*`, a login, or a word with a prefix.
  private static boolean isName(String name) {
    return !name.isEmpty()
        && !name.equals("*")
        && name.chars().noneMatch(c -> c == '@' || c == ':' || c == '/');
  }
}
