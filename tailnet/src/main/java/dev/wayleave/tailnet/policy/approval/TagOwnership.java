package dev.wayleave.tailnet.policy.approval;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.directory.Applicant;
import dev.wayleave.tailnet.policy.directory.Person;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.AutoGroup;
import dev.wayleave.tailnet.policy.language.Selector;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The section `tagOwners` of a policy: who may give a device a tag.
public final class TagOwnership {
  private final Resolver resolver;
  private final Map<TagName, List<Selector>> owners;

  public TagOwnership(Resolver resolver) {
    this.resolver = resolver;
    this.owners = resolver.policy().tagOwners();
  }

  /// Whether the policy knows the tag; nobody may give another.
  public boolean isDefined(TagName tag) {
    return owners.containsKey(tag);
  }

  /// Whether the tag may be given by a person, or by a device or credential with tags of its own.
  ///
  /// Owners, admins and network admins of the tailnet may give every tag, which is all that an
  /// empty list of owners leaves. Who has a tag may pass it on. Who may give a tag may give the
  /// tags that it owns.
  public boolean mayAssign(Applicant applicant, TagName tag) {
    if (!isDefined(tag)) {
      return false;
    }
    return administers(applicant.person()) || owns(applicant, tag);
  }

  private static boolean administers(@Nullable Person person) {
    return person != null && (person.isIn(AutoGroup.ADMIN) || person.isIn(AutoGroup.NETWORK_ADMIN));
  }

  /// Walks from the tag to the tags that own it, each once: owners may form a circle.
  private boolean owns(Applicant applicant, TagName tag) {
    Set<TagName> seen = new HashSet<>(Set.of(tag));
    Deque<TagName> left = new ArrayDeque<>(seen);
    while (!left.isEmpty()) {
      TagName next = left.remove();
      if (applicant.tags().contains(next)) {
        return true;
      }
      for (Selector owner : owners.getOrDefault(next, List.of())) {
        if (applicant.isMeantBy(owner, resolver)) {
          return true;
        }
        if (owner instanceof Selector.Tag named && seen.add(named.tag())) {
          left.add(named.tag());
        }
      }
    }
    return false;
  }
}
