package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.Locale;
import java.util.regex.Pattern;

/// Names of nodes in MagicDNS: one DNS label each, no two alike.
final class NodeNames {
  /// RFC 1035 §2.3.4.
  private static final int LONGEST_LABEL = 63;

  /// Room for a dash and a number after a name that is taken.
  private static final int LONGEST_STEM = LONGEST_LABEL - 7;

  private static final Pattern LABEL = Pattern.compile("[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?");

  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

  private NodeNames() {}

  static boolean isLabel(String name) {
    return LABEL.matcher(name).matches();
  }

  /// A free name made of what a device calls itself.
  static String free(Tailnet image, String hostname) {
    String stem = stem(hostname);
    String name = stem;
    for (int i = 1; !image.nodesNamed(name).isEmpty() || isReserved(image, name); i++) {
      name = stem + "-" + i;
    }
    return name;
  }

  /// A free name for a node that is there already, and may keep its own.
  static String free(Tailnet image, String hostname, NodeId self) {
    String stem = stem(hostname);
    String name = stem;
    for (int i = 1; isTaken(image, name, self); i++) {
      name = stem + "-" + i;
    }
    return name;
  }

  private static boolean isTaken(Tailnet image, String name, NodeId self) {
    return isReserved(image, name)
        || image.nodesNamed(name).stream().anyMatch(other -> !other.id().equals(self));
  }

  /// Whether a device that is shared with this tailnet goes by that name on the plane which it is
  /// leaving.
  static boolean isReserved(Tailnet image, String name) {
    return image.transition().filter(move -> move.reserves(name)).isPresent();
  }

  /// Whether a name was made of what a device called itself, and not chosen by somebody.
  static boolean isDerived(String name, String hostname) {
    String stem = stem(hostname);
    return name.equals(stem)
        || (name.startsWith(stem + "-")
            && NUMBER.matcher(name.substring(stem.length() + 1)).matches());
  }

  /// The first label of a host name with everything that DNS does not take turned into dashes.
  private static String stem(String hostname) {
    String first = hostname.strip().toLowerCase(Locale.ROOT).split("\\.", 2)[0];
    String label = first.replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
    if (label.length() > LONGEST_STEM) {
      label = label.substring(0, LONGEST_STEM).replaceAll("-$", "");
    }
    return label.isEmpty() ? "node" : label;
  }
}
