package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.policy.directory.Device;
import java.util.Collection;
import java.util.List;

/// Why a running server tells its nodes something else than Wayleave would: deviations that are
/// known of its release, and what the reading found about the policy.
final class Causes {
  static final String INTERNET = "the internet behind it";
  static final String PING = "(ping)";

  private static final String UNEXPLAINED =
      "no known deviation explains it; look at the policy with \"wayleave policy explain\" before"
          + " anything moves";

  private final String release;
  private final String policyFindings;

  /// @param release the server's
  /// @param findings what the reading of its configuration and database found
  Causes(String release, List<Finding> findings) {
    this.release = release;
    this.policyFindings =
        String.join(
            ", ",
            findings.stream()
                .map(Finding::code)
                .filter(code -> code.startsWith("POLICY_"))
                .filter(code -> !code.equals("POLICY_VERSIONS_UNUSED"))
                .distinct()
                .sorted()
                .toList());
  }

  /// A cause, and whether somebody would notice.
  record Cause(String sentence, boolean noticed) {}

  static String label(Device device) {
    return "node " + device.id() + " (" + device.name() + ")";
  }

  /// @param where the places of the node and their ports that differ
  Cause ofFilter(Collection<String> where, boolean lost) {
    if (where.stream().allMatch(what -> what.startsWith(INTERNET))) {
      return new Cause(
          "the filter of an exit node follows the hosted service here: what autogroup:internet"
              + " opens is let in by exit nodes that their users may use, and Headscale "
              + release
              + " decides that otherwise",
          lost);
    }
    return rest();
  }

  /// @param byExits whether exit nodes alone can be what more the node is to see
  Cause ofPeers(boolean byExits) {
    return byExits && isBefore29()
        ? new Cause(
            "Headscale %s does not show an exit node to those whom only autogroup:internet lets use it"
                .formatted(release),
            true)
        : rest();
  }

  Cause ofLogins() {
    return rest();
  }

  private Cause rest() {
    return new Cause(
        policyFindings.isEmpty()
            ? UNEXPLAINED
            : "the policy means something else here, see the findings " + policyFindings,
        true);
  }

  private boolean isBefore29() {
    return release.matches("v?0\\.(2[0-8]|1?[0-9])(\\..*)?");
  }
}
