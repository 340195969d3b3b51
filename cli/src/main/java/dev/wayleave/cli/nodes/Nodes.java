package dev.wayleave.cli.nodes;

import dev.wayleave.api.NodeView;
import java.util.Base64;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/// How nodes are shown.
final class Nodes {
  private static final int SHORT = 5;

  private Nodes() {}

  /// A node in a sentence.
  static String label(NodeView node) {
    return "Node %s (id %d)".formatted(node.name(), node.id());
  }

  /// The first characters of a key in brackets, as Tailscale's tools shorten it.
  static String shortened(String key) {
    int colon = key.indexOf(':');
    try {
      byte[] bytes = HexFormat.of().parseHex(key.substring(colon + 1));
      String text = Base64.getEncoder().encodeToString(bytes);
      return "[" + text.substring(0, Math.min(SHORT, text.length())) + "]";
    } catch (IllegalArgumentException notHex) {
      return key;
    }
  }

  static String online(@Nullable Boolean online) {
    return online == null ? "-" : online ? "online" : "offline";
  }
}
