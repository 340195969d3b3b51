package dev.wayleave.tailnet.policy.directory;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.language.AutoGroup;
import dev.wayleave.tailnet.policy.language.Selector;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Who asks for something that a policy gives to people and tags: a person, a device, or a
/// credential with tags. It needs no address yet.
///
/// @param person null where tags own it, or nobody does
/// @param tags its tags; where there are any, they alone count
public record Applicant(@Nullable Person person, Set<TagName> tags) {
  public Applicant {
    tags = Collections.unmodifiableSet(new TreeSet<>(tags));
    person = tags.isEmpty() ? person : null;
  }

  public static Applicant of(Person person) {
    return new Applicant(person, Set.of());
  }

  public static Applicant of(Set<TagName> tags) {
    return new Applicant(null, tags);
  }

  public static Applicant of(Device device) {
    return new Applicant(device.person(), device.tags());
  }

  /// Whether a selector means it by who it is; hosts and addresses mean nobody.
  public boolean isMeantBy(Selector selector, Resolver resolver) {
    return switch (selector) {
      case Selector.Everything _ -> true;
      case Selector.Tag tag -> tags.contains(tag.tag());
      case Selector.Auto auto -> isIn(auto.group());
      case Selector.Login _, Selector.Group _, Selector.Domain _ ->
          person != null && isAmong(selector, resolver, person);
      case Selector.Host _, Selector.Address _, Selector.IpSet _, Selector.Service _ -> false;
    };
  }

  private static boolean isAmong(Selector selector, Resolver resolver, Person person) {
    return resolver.people(selector).anyMatch(other -> other.id().equals(person.id()));
  }

  private boolean isIn(AutoGroup group) {
    return group == AutoGroup.TAGGED ? !tags.isEmpty() : person != null && person.isIn(group);
  }
}
