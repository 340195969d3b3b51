package dev.wayleave.exporters.terraform;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// A block of HCL, laid out as `terraform fmt` does: two blanks a level, the signs of attributes
/// that stand together below each other, blocks after attributes and apart from them.
final class HclBlock {
  private final String header;
  private final Map<String, String> attributes = new LinkedHashMap<>();
  private final List<HclBlock> blocks = new ArrayList<>();

  private HclBlock(String header) {
    this.header = header;
  }

  static HclBlock block(String type, String... labels) {
    StringBuilder header = new StringBuilder(type);
    for (String label : labels) {
      header.append(' ').append(HclText.quoted(label));
    }
    return new HclBlock(header.toString());
  }

  static HclBlock resource(String type, String label) {
    return block("resource", type, label);
  }

  /// Takes what is there under Terraform's care, rather than making it again.
  static HclBlock importing(String type, String label, String id) {
    return block("import").expression("to", type + "." + label).text("id", id);
  }

  HclBlock text(String name, String value) {
    return expression(name, HclText.quoted(value));
  }

  HclBlock texts(String name, Collection<String> values) {
    return expression(name, HclText.list(values));
  }

  HclBlock flag(String name, boolean value) {
    return expression(name, Boolean.toString(value));
  }

  /// @param hcl written by this room alone, never foreign text
  HclBlock expression(String name, String hcl) {
    attributes.put(name, hcl);
    return this;
  }

  HclBlock with(HclBlock block) {
    blocks.add(block);
    return this;
  }

  void writeTo(StringBuilder out, String indent) {
    out.append(indent).append(header).append(" {");
    if (attributes.isEmpty() && blocks.isEmpty()) {
      out.append("}\n");
      return;
    }
    out.append('\n');
    int width = attributes.keySet().stream().mapToInt(String::length).max().orElse(0);
    String inner = indent + "  ";
    attributes.forEach((name, value) ->
        out.append(inner)
            .append(name)
            .append(" ".repeat(width - name.length()))
            .append(" = ")
            .append(value)
            .append('\n'));
    boolean apart = !attributes.isEmpty();
    for (HclBlock block : blocks) {
      if (apart) {
        out.append('\n');
      }
      block.writeTo(out, inner);
      apart = true;
    }
    out.append(indent).append("}\n");
  }

  static String file(List<HclBlock> blocks) {
    StringBuilder out = new StringBuilder("# Written by wayleave; it writes this file again.\n");
    for (HclBlock block : blocks) {
      out.append('\n');
      block.writeTo(out, "");
    }
    return out.toString();
  }
}
