package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Json;
import java.util.ArrayList;
import java.util.List;

/// Reads the section `nodeAttrs`.
final class NodeAttributesReader {
  private NodeAttributesReader() {}

  static List<NodeAttribute> read(Fields root, Scope scope) {
    List<NodeAttribute> found = new ArrayList<>();
    for (Json entry : root.elements("nodeAttrs")) {
      String name = "nodeAttrs[" + found.size() + "]";
      Fields fields = Fields.of(entry, name, scope.remarks(), "target", "attr", "app", "ipPool");
      found.add(
          new NodeAttribute(
              name,
              fields.at(),
              scope.selectors().read(fields.strings("target"), Place.TARGET, ""),
              fields.texts("attr"),
              CapabilityNames.values(fields),
              IpPools.read(fields)));
    }
    return found;
  }
}
