package dev.wayleave.exporters.terraform;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the little of HCL that is written here, and refuses everything else: whatever got out of
/// its quotes would be something else.
final class HclReader {
  private static final String QUOTED =
      "\"(?:[^\"\\\\\\p{Cntrl}]|\\\\(?:[nrt\"\\\\]|u[0-9a-f]{4}|U[0-9a-f]{8}))*\"";
  private static final String LIST = "\\[(?:" + QUOTED + "(?:, " + QUOTED + ")*)?\\]";
  private static final String PAIR = "(?:[a-z_]+|" + QUOTED + ") = " + QUOTED;
  private static final String MAP = "\\{ " + PAIR + "(?:, " + PAIR + ")* \\}";
  private static final String PATH = "(?:data\\.)?[a-z_]+\\.[a-z_][a-z0-9_]*(?:\\.node_id)?";
  private static final String FILE = "file\\(\"\\$\\{path\\.module\\}/policy\\.hujson\"\\)";
  private static final Pattern ATTRIBUTE =
      Pattern.compile(
          "([a-z0-9_]+) += (%s|%s|%s|%s|%s|true|false|\\d+)"
              .formatted(QUOTED, LIST, MAP, PATH, FILE));
  private static final Pattern HEADER =
      Pattern.compile("([a-z_]+)((?: " + QUOTED + ")*) \\{(\\})?");

  /// A block with its attributes as they are written.
  record Block(String header, Map<String, String> attributes, List<Block> blocks) {
    String unquoted(String attribute) {
      String text = attributes.get(attribute);
      return text == null ? "" : HclReader.unquoted(text);
    }
  }

  private HclReader() {}

  static List<Block> read(String text) {
    Block root = new Block("", new LinkedHashMap<>(), new ArrayList<>());
    List<Block> open = new ArrayList<>(List.of(root));
    for (String line : text.split("\n", -1)) {
      String plain = line.strip();
      if (plain.isEmpty() || plain.startsWith("# Written by wayleave")) {
        continue;
      }
      take(plain, open);
    }
    if (open.size() != 1) {
      throw new AssertionError("a block is left open in " + text);
    }
    return root.blocks();
  }

  private static void take(String line, List<Block> open) {
    Matcher header = HEADER.matcher(line);
    Matcher attribute = ATTRIBUTE.matcher(line);
    if (line.equals("}") && open.size() > 1) {
      open.removeLast();
    } else if (header.matches()) {
      Block block = new Block(line, new LinkedHashMap<>(), new ArrayList<>());
      open.getLast().blocks().add(block);
      if (header.group(3) == null) {
        open.add(block);
      }
    } else if (attribute.matches() && open.size() > 1 && !template(attribute.group(2))) {
      open.getLast().attributes().put(attribute.group(1), attribute.group(2));
    } else {
      throw new AssertionError("not what is written here: " + line);
    }
  }

  private static boolean template(String value) {
    return !value.matches(FILE) && (value.contains("${") || value.contains("%{"));
  }

  static String unquoted(String literal) {
    StringBuilder text = new StringBuilder();
    String inner = literal.substring(1, literal.length() - 1);
    for (int i = 0; i < inner.length(); i++) {
      char c = inner.charAt(i);
      if (c != '\\') {
        text.append(c);
        continue;
      }
      char escape = inner.charAt(++i);
      switch (escape) {
        case 'n' -> text.append('\n');
        case 'r' -> text.append('\r');
        case 't' -> text.append('\t');
        case 'u', 'U' -> {
          int digits = escape == 'u' ? 4 : 8;
          text.appendCodePoint(Integer.parseInt(inner.substring(i + 1, i + 1 + digits), 16));
          i += digits;
        }
        default -> text.append(escape);
      }
    }
    return text.toString();
  }
}
