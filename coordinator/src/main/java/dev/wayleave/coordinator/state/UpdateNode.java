package dev.wayleave.coordinator.state;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeDraft;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.approval.AutoApproval;
import dev.wayleave.tailnet.policy.approval.TagOwnership;
import dev.wayleave.tailnet.policy.directory.Applicant;
import dev.wayleave.tailnet.policy.directory.Resolver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/// Takes over what a device tells of itself.
///
/// Routes that it newly offers are approved where the policy says so. Tags that it newly asks for
/// become its owners where the policy lets whoever owns it give them; where not, its login ends.
///
/// @param onlyMissing whether to take only what is not known of the node yet
public record UpdateNode(NodeId id, NodeReport report, boolean onlyMissing, PolicyInForce policy)
    implements Command<Node> {
  private static final JsonMapper JSON = new JsonMapper();

  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    Node node = image.node(id).orElse(null);
    if (node == null) {
      return Refusal.notFound("node " + id);
    }
    Node updated = here(updated(node, image, moment), image, moment);
    return updated.equals(node)
        ? Decision.accepted(node)
        : Decision.accepted(updated, new TailnetChange.Put(updated));
  }

  /// Whether this would change anything of a node.
  public boolean changes(Node node) {
    NodeReport.Host host = host(node);
    return DeviceRows.isReserved(node)
        || node.capability() != report.capability()
        || (report.discoKey() != null
            && takes(node.discoKey() == null)
            && !Objects.equals(report.discoKey(), node.discoKey()))
        || (report.endpoints() != null
            && takes(node.endpoints().isEmpty())
            && !report.endpoints().equals(node.endpoints()))
        || (host != null
            && (!host.json().equals(node.hostinfo())
                || !host.hostname().equals(node.hostname())
                || !Set.copyOf(host.routes()).equals(Set.copyOf(node.advertisedRoutes()))));
  }

  /// A device that was imported and tells something of itself has come here.
  private static Node here(Node node, Tailnet image, Moment moment) {
    boolean takesPart =
        Standing.of(image, node) != Standing.SUSPENDED && !Admission.isExpired(image, node, moment);
    return DeviceRows.isReserved(node) && takesPart ? node.change().unmoved(null).build() : node;
  }

  private boolean takes(boolean missing) {
    return missing || !onlyMissing;
  }

  private NodeReport.@Nullable Host host(Node node) {
    return takes(node.hostinfo() == null) ? report.host() : null;
  }

  private Node updated(Node node, Tailnet image, Moment moment) {
    if (!changes(node)) {
      return node;
    }
    NodeDraft draft = node.change().capability(report.capability());
    if (report.discoKey() != null && takes(node.discoKey() == null)) {
      draft.discoKey(report.discoKey());
    }
    if (report.endpoints() != null && takes(node.endpoints().isEmpty())) {
      draft.endpoints(report.endpoints());
    }
    NodeReport.Host host = host(node);
    if (host != null) {
      describe(node, host, draft, image, moment);
    }
    return draft.build();
  }

  private void describe(
      Node node, NodeReport.Host host, NodeDraft draft, Tailnet image, Moment moment) {
    draft.hostinfo(host.json()).hostname(host.hostname()).advertisedRoutes(host.routes());
    if (!host.hostname().equals(node.hostname())
        && NodeNames.isDerived(node.givenName(), node.hostname())) {
      draft.givenName(NodeNames.free(image, host.hostname(), node.id()));
    }
    Owner owner = node.owner();
    Lazily<Resolver> resolver = new Lazily<>(() -> policy.resolver(image));
    if (asksForOtherTags(node, host)) {
      if (mayHave(node, host.requestedTags(), resolver.get())) {
        owner = new Owner.OfTags(host.requestedTags(), userOf(node));
        draft.owner(owner);
      } else {
        draft.expiry(NodeEdits.endOf(image, moment.now()));
      }
    }
    List<IpPrefix> offered = new ArrayList<>(host.routes());
    offered.removeAll(node.advertisedRoutes());
    if (!offered.isEmpty()) {
      Applicant applicant = applicant(owner, resolver.get());
      Set<IpPrefix> approved = new HashSet<>(node.approvedRoutes());
      approved.addAll(new AutoApproval(resolver.get()).approved(applicant, offered));
      draft.approvedRoutes(List.copyOf(approved));
    }
  }

  /// Only a request that differs from the last one counts: tags may have come from a pre-auth key
  /// or from an administrator since.
  private static boolean asksForOtherTags(Node node, NodeReport.Host host) {
    if (host.requestedTags().isEmpty() || node.hostinfo() == null) {
      return false;
    }
    boolean same = host.requestedTags().equals(requestedBefore(node.hostinfo()));
    boolean has =
        node.owner() instanceof Owner.OfTags tags && tags.tags().equals(host.requestedTags());
    return !same && !has;
  }

  private static Set<TagName> requestedBefore(String hostinfo) {
    Set<TagName> tags = new HashSet<>();
    try {
      JsonNode requested = JSON.readTree(hostinfo).path("RequestTags");
      StreamSupport.stream(requested.spliterator(), false)
          .map(JsonNode::asText)
          .flatMap(text -> tag(text).stream())
          .forEach(tags::add);
    } catch (JsonProcessingException e) {
      // An imported description need not be JSON; then nothing was asked for before.
      return Set.of();
    }
    return tags;
  }

  private static Optional<TagName> tag(String text) {
    try {
      return Optional.of(new TagName(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static boolean mayHave(Node node, Set<TagName> tags, Resolver resolver) {
    Applicant applicant = applicant(node.owner(), resolver);
    TagOwnership ownership = new TagOwnership(resolver);
    return tags.stream().allMatch(tag -> ownership.mayAssign(applicant, tag));
  }

  private static Applicant applicant(Owner owner, Resolver resolver) {
    return switch (owner) {
      case Owner.OfTags tags -> Applicant.of(tags.tags());
      case Owner.OfUser user ->
          new Applicant(
              resolver.directory().people().stream()
                  .filter(person -> person.id().equals(user.user()))
                  .findFirst()
                  .orElse(null),
              Set.of());
      case Owner.Nobody _ -> new Applicant(null, Set.of());
    };
  }

  private static @Nullable UserId userOf(Node node) {
    return switch (node.owner()) {
      case Owner.OfUser user -> user.user();
      case Owner.OfTags tags -> tags.registeredBy();
      case Owner.Nobody _ -> null;
    };
  }

  @Override
  public boolean audited() {
    return false;
  }

  @Override
  public String object() {
    return "nodes/" + id;
  }

  /// Something dear that is made once, if at all.
  private static final class Lazily<T> {
    private final Supplier<T> maker;
    private @Nullable T made;

    Lazily(Supplier<T> maker) {
      this.maker = maker;
    }

    T get() {
      T known = made;
      if (known == null) {
        known = maker.get();
        made = known;
      }
      return known;
    }
  }
}
