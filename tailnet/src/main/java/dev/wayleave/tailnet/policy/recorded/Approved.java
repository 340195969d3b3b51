package dev.wayleave.tailnet.policy.recorded;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.policy.approval.AutoApproval;
import dev.wayleave.tailnet.policy.directory.Applicant;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.Policy;
import java.util.ArrayList;
import java.util.List;

/// The tailnet of a case after its policy approved routes: in the recordings those are in force at
/// once, whatever the case says was approved before.
final class Approved {
  private Approved() {}

  static Directory by(Policy policy, Tailnet tailnet) {
    Directory before = Directory.of(tailnet);
    AutoApproval approval = new AutoApproval(new Resolver(policy, before));
    List<TailnetChange.Edit> edits = new ArrayList<>();
    for (Device device : before.devices()) {
      Node node = device.node();
      List<IpPrefix> approved = new ArrayList<>(node.approvedRoutes());
      approved.addAll(approval.approved(Applicant.of(device), node.advertisedRoutes()));
      edits.add(new TailnetChange.Put(node.withApprovedRoutes(approved)));
    }
    return Directory.of(tailnet.with(edits));
  }
}
