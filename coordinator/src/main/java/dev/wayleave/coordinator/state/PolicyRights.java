package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.approval.AutoApproval;
import dev.wayleave.tailnet.policy.approval.TagOwnership;
import dev.wayleave.tailnet.policy.attribute.IpPools;
import dev.wayleave.tailnet.policy.directory.Applicant;
import dev.wayleave.tailnet.policy.directory.Person;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.AutoApprovers;
import dev.wayleave.tailnet.policy.language.Policy;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What the policy in force gives to a device that comes in.
///
/// Most policies give nothing of the kind, and finding out who is who costs as much as the tailnet
/// is large; so that is done once at most, and only where the policy has something to say.
final class PolicyRights {
  private final PolicyInForce policies;
  private final Tailnet image;
  private final Policy policy;
  private @Nullable Resolver resolver;

  PolicyRights(PolicyInForce policies, Tailnet image) {
    this.policies = policies;
    this.image = image;
    this.policy = policies.of(image);
  }

  /// Whether a user, or else a credential with tags, may give a device each of the tags.
  boolean mayAssign(@Nullable UserId user, Set<TagName> credential, Collection<TagName> wanted) {
    if (!policy.tagOwners().keySet().containsAll(wanted)) {
      return false;
    }
    TagOwnership ownership = new TagOwnership(resolver());
    Applicant applicant = applicant(user, credential);
    return wanted.stream().allMatch(tag -> ownership.mayAssign(applicant, tag));
  }

  /// Those of the advertised routes that nobody needs to approve by hand.
  List<IpPrefix> approved(Owner owner, List<IpPrefix> advertised) {
    AutoApprovers approvers = policy.autoApprovers();
    boolean approves = !approvers.routes().isEmpty() || !approvers.exitNode().isEmpty();
    if (advertised.isEmpty() || !approves) {
      return List.of();
    }
    return new AutoApproval(resolver()).approved(applicant(owner), advertised);
  }

  /// Where the policy wants the IPv4 address of a new device taken from; empty where it does not
  /// say.
  List<IpPrefix> pools(Owner owner) {
    boolean any = policy.nodeAttributes().stream().anyMatch(entry -> !entry.ipPool().isEmpty());
    return any ? new IpPools(resolver()).of(applicant(owner)) : List.of();
  }

  private Applicant applicant(Owner owner) {
    return switch (owner) {
      case Owner.OfUser one -> applicant(one.user(), Set.of());
      case Owner.OfTags tags -> applicant(null, tags.tags());
      case Owner.Nobody _ -> applicant(null, Set.of());
    };
  }

  private Applicant applicant(@Nullable UserId user, Set<TagName> tags) {
    return new Applicant(tags.isEmpty() && user != null ? person(user) : null, tags);
  }

  private @Nullable Person person(UserId user) {
    return resolver().directory().person(user).orElse(null);
  }

  private Resolver resolver() {
    Resolver known = resolver;
    if (known == null) {
      known = policies.resolver(image);
      resolver = known;
    }
    return known;
  }
}
