package dev.wayleave.tailnet.policy.approval;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Applicant;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.AutoApprovers;
import dev.wayleave.tailnet.policy.language.Selector;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The section `autoApprovers` of a policy: what a device may advertise without being approved by
/// hand.
///
/// The hosted service asks it when a device advertises a route for the first time; an approval
/// stays when the policy changes.
public final class AutoApproval {
  private final Resolver resolver;
  private final AutoApprovers approvers;

  public AutoApproval(Resolver resolver) {
    this.resolver = resolver;
    this.approvers = resolver.policy().autoApprovers();
  }

  /// Those of the advertised routes that the policy approves, in their order.
  public List<IpPrefix> approved(Applicant applicant, Collection<IpPrefix> advertised) {
    return advertised.stream().filter(route -> approves(applicant, route)).toList();
  }

  /// Whether the policy approves a route.
  ///
  /// A prefix stands for all that lies within it, except that exit routes are approved by
  /// `exitNode` alone, even where `routes` has 0.0.0.0/0.
  public boolean approves(Applicant applicant, IpPrefix route) {
    if (route.isExitRoute()) {
      return isMeant(applicant, approvers.exitNode());
    }
    AddressRange wanted = AddressRange.of(route);
    return approvers.routes().entrySet().stream()
        .anyMatch(entry ->
            AddressRange.of(entry.getKey()).contains(wanted)
                && isMeant(applicant, entry.getValue()));
  }

  /// Whether the policy approves a device as host of a service.
  ///
  /// @param service its name with `svc:`
  /// @param tags the service's own tags, for which the section may name approvers too
  public boolean approvesService(Applicant applicant, String service, Set<TagName> tags) {
    Map<String, List<Selector>> services = approvers.services();
    return isMeant(applicant, services.getOrDefault(service, List.of()))
        || tags.stream()
            .anyMatch(tag -> isMeant(applicant, services.getOrDefault(tag.value(), List.of())));
  }

  private boolean isMeant(Applicant applicant, List<Selector> selectors) {
    return selectors.stream().anyMatch(selector -> applicant.isMeantBy(selector, resolver));
  }
}
