package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Reads the section `attrConfig`: what is known of custom posture attributes.
final class AttrConfigReader {
  private static final Set<String> TYPES = Set.of("", "string", "number", "bool", "boolean");

  private AttrConfigReader() {}

  static Map<String, CustomAttribute> read(Fields root) {
    Map<String, CustomAttribute> attributes = new LinkedHashMap<>();
    for (Member member : root.members("attrConfig")) {
      String name = member.name().value().strip();
      String path = "attrConfig[" + Quoted.of(name) + "]";
      if (!name.startsWith("custom:")) {
        root.remarks()
            .fault(member.name().at(), path + ": attribute names must start with 'custom:'");
      }
      attributes.put(name, attribute(member, path, root));
    }
    return attributes;
  }

  private static CustomAttribute attribute(Member member, String path, Fields root) {
    Fields fields =
        Fields.of(
            member.value(),
            path,
            root.remarks(),
            "type",
            "allowedValues",
            "allowSetByNode",
            "broadcastToPeers");
    String type = fields.text("type");
    if (!TYPES.contains(type)) {
      root.remarks()
          .fault(fields.at("type"), path + ": " + Quoted.of(type) + " is not a type of attribute");
    }
    return new CustomAttribute(
        type,
        fields.elements("allowedValues").stream().map(PlainText::of).toList(),
        fields.flag("allowSetByNode"),
        fields.flag("broadcastToPeers"));
  }
}
