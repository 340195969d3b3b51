package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.policy.approval.AutoApproval;
import dev.wayleave.tailnet.policy.directory.Applicant;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Resolver;

/// Holds what `autoApprovers` approves at the source against what it approves here, for every route
/// that a node advertises.
///
/// At the source an approver is looked for among addresses: a word approves for the nodes whose
/// address it means. Until 0.25 the name of a user approves for all of the user's nodes, tagged
/// ones too.
final class ApprovalComparison {
  private static final String CODE = "POLICY_APPROVAL_DIFFERS";

  private final SourceView source;
  private final SourcePolicy policy;
  private final Comparison comparison;
  private final AutoApproval here;

  ApprovalComparison(
      SourceView source, SourcePolicy policy, Comparison comparison, Resolver resolver) {
    this.source = source;
    this.policy = policy;
    this.comparison = comparison;
    this.here = new AutoApproval(resolver);
  }

  void report(PolicyMeaning meaning, Remarks remarks) {
    Discrepancy found = differences();
    if (!found.isEmpty()) {
      remarks.add(
          found.finding(
              CODE,
              remarks.object(policy.approvers().at(), "autoApprovers"),
              "routes are no longer approved without an administrator:",
              "routes are newly approved without an administrator:",
              meaning,
              remarks));
    }
  }

  /// What is approved on one side alone.
  Discrepancy differences() {
    Discrepancy found = new Discrepancy();
    for (SourceNode node : source.nodes()) {
      Device device = source.directory().devices().get(node.index());
      for (IpPrefix route : device.node().advertisedRoutes()) {
        found.add(
            policy.approvers().of(route).anyMatch(word -> means(word, node)),
            here.approves(Applicant.of(device), route),
            device.name() + " with " + route);
      }
    }
    return found;
  }

  private boolean means(String word, SourceNode node) {
    boolean byName =
        source.engine().isBefore(PolicyEngine.V0_26)
            && source.users().find(word).filter(user -> node.belongsTo(user.id())).isPresent();
    return byName
        || comparison.words().destinations(word).intersects(comparison.places().of(node.index()));
  }
}
