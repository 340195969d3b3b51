package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.syntax.PolicySyntax;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Finds the tags that nodes have at the source only because they ask for them.
///
/// Until 0.27 Headscale decides with each evaluation of its policy whether a device has the tags
/// that it asks for. The migration of the database to 0.28 (`migrate-hostinfo-request-tags`) gives
/// them to the node for good, if the policy can be read and lets the node's user give them; from
/// then on the node belongs to its tags. The same is done here.
public final class RequestedTags {
  private RequestedTags() {}

  /// What becomes of the tags that a node asks for and has not been given.
  ///
  /// @param node as it is at the source
  /// @param tags those that the policy lets it have, sorted
  /// @param refused the others, sorted
  public record Request(Node node, List<TagName> tags, List<String> refused) {
    public Request {
      tags = List.copyOf(tags);
      refused = List.copyOf(refused);
    }

    public boolean isGranted() {
      return !tags.isEmpty();
    }

    /// The node with its tags.
    public Node granted() {
      Set<TagName> all = new TreeSet<>(tags);
      UserId registrant =
          switch (node.owner()) {
            case Owner.OfUser(UserId user) -> user;
            case Owner.OfTags(var own, UserId user) -> {
              all.addAll(own);
              yield user;
            }
            case Owner.Nobody _ -> null;
          };
      return node.change().owner(new Owner.OfTags(all, registrant)).build();
    }
  }

  /// The nodes that ask for tags which they were not given; none where the policy cannot be read.
  ///
  /// @param inventory users, nodes and pre-auth keys of the source
  /// @param stripEmailDomain the source's setting `oidc.strip_email_domain`
  public static List<Request> of(
      PolicyEngine engine, Inventory inventory, boolean stripEmailDomain, String text) {
    if (!engine.honoursRequestedTags() || PolicySyntax.fault(text).isPresent()) {
      return List.of();
    }
    try {
      return of(
          SourceView.of(engine, inventory, stripEmailDomain),
          new SourcePolicyReader(engine).read(PolicyText.parse(text).root()));
    } catch (PolicySyntaxException e) {
      throw new IllegalStateException("a policy without a fault cannot be read", e);
    }
  }

  static List<Request> of(SourceView source, SourcePolicy policy) {
    if (!source.engine().honoursRequestedTags()) {
      return List.of();
    }
    SourceTags tags = new SourceTags(source.engine(), policy, source.users());
    List<Request> requests = new ArrayList<>();
    for (SourceNode node : source.nodes()) {
      Set<TagName> granted = new TreeSet<>();
      for (String tag : policy.tagOwners().keySet()) {
        if (isTag(tag) && !node.tags().contains(tag) && tags.keeps(node, tag)) {
          granted.add(new TagName(tag));
        }
      }
      List<String> refused = refused(node, granted);
      if (!granted.isEmpty() || !refused.isEmpty()) {
        requests.add(
            new Request(
                source.directory().devices().get(node.index()).node(),
                List.copyOf(granted),
                refused));
      }
    }
    return requests;
  }

  /// Old clients ask for tags without their prefix.
  private static List<String> refused(SourceNode node, Set<TagName> granted) {
    Set<String> had = new TreeSet<>(node.tags());
    granted.stream().map(TagName::value).forEach(had::add);
    return node.requestedTags().stream()
        .filter(tag -> !had.contains(tag) && !had.contains(TagName.PREFIX + tag))
        .sorted()
        .toList();
  }

  private static boolean isTag(String word) {
    return word.startsWith(TagName.PREFIX) && word.length() > TagName.PREFIX.length();
  }
}
