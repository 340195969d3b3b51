package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import java.util.ArrayList;
import java.util.List;

/// Everything that would make a client notice that another control plane took over, and the steps
/// by which it does.
///
/// @param findings what the reading found and what the checks add
/// @param steps in their order
public record TakeOver(List<Finding> findings, List<Step> steps) {
  public TakeOver {
    findings = List.copyOf(findings);
    steps = List.copyOf(steps);
  }

  /// Whether a source has what a take-over goes by: the configuration of its server.
  public static boolean isPossible(Reading reading) {
    return CheckList.possible(reading);
  }

  /// Checks a source that has a configuration.
  ///
  /// @param from the source as it is written on the command line
  /// @param data the data directory of the coordinator that is to take over
  public static TakeOver check(Reading reading, Surveyed surveyed, String from, String data) {
    Inventory inventory = reading.inventory();
    Place place = CheckList.place(reading);
    List<Finding> findings = new ArrayList<>(reading.findings());
    findings.addAll(new PlaceChecks(inventory, place, surveyed).findings());
    findings.addAll(new CertificateChecks(inventory, place, surveyed.now()).findings());
    findings.addAll(new PresentedChecks(inventory, place, surveyed).findings());
    findings.addAll(new NodeChecks(inventory, surveyed.now()).findings());
    inventory
        .dns()
        .filter(dns -> dns.magicDns() && dns.baseDomain().isEmpty())
        .map(_ ->
            Finding.action(
                "CUTOVER_BASE_DOMAIN",
                "setting dns.base_domain",
                "There is no base domain, so names in full are others here than at Headscale.",
                "Set dns.base_domain."))
        .ifPresent(findings::add);
    return new TakeOver(findings, new CheckList(reading, place, from, data).steps());
  }

  /// Whether something forbids it.
  public boolean isBlocked() {
    return findings.stream().anyMatch(finding -> finding.level() == Finding.Level.BLOCKER);
  }
}
