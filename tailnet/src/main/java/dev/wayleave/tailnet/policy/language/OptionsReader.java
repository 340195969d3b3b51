package dev.wayleave.tailnet.policy.language;

import java.util.Set;

/// Reads the switches at the top level of a policy.
final class OptionsReader {
  private static final Set<String> ROUTES = Set.of("", "mac-always", "mac-never");

  private OptionsReader() {}

  static NetworkOptions read(Fields root) {
    String route = root.text("OneCGNATRoute");
    if (!ROUTES.contains(route)) {
      root.remarks()
          .fault(
              root.at("OneCGNATRoute"),
              "OneCGNATRoute " + Quoted.of(route) + " is neither \"mac-always\" nor \"mac-never\"");
    }
    return new NetworkOptions(root.flag("disableIPv4"), route, root.flag("randomizeClientPort"));
  }
}
