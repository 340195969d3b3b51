package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.PolicyVersion;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Which policy must be in force for a change of it to be made, so that nobody writes over what
/// they have not seen.
public sealed interface PolicyPrecondition {
  boolean holds(Optional<PolicyVersion> inForce);

  /// Any, or none.
  record Whatever() implements PolicyPrecondition {
    @Override
    public boolean holds(Optional<PolicyVersion> inForce) {
      return true;
    }
  }

  /// None: what is written is the first.
  record NoPolicy() implements PolicyPrecondition {
    @Override
    public boolean holds(Optional<PolicyVersion> inForce) {
      return inForce.isEmpty();
    }
  }

  /// Some policy, whichever.
  record SomePolicy() implements PolicyPrecondition {
    @Override
    public boolean holds(Optional<PolicyVersion> inForce) {
      return inForce.isPresent();
    }
  }

  /// One whose text has one of these tags.
  ///
  /// @param tagOf works out the tag of a text
  record Tagged(Set<String> tags, Function<String, String> tagOf) implements PolicyPrecondition {
    public Tagged {
      tags = Set.copyOf(tags);
    }

    @Override
    public boolean holds(Optional<PolicyVersion> inForce) {
      return inForce.isPresent() && tags.contains(tagOf.apply(inForce.get().text()));
    }
  }

  /// The version of this id.
  record Version(String id) implements PolicyPrecondition {
    @Override
    public boolean holds(Optional<PolicyVersion> inForce) {
      return inForce.isPresent() && inForce.get().id().equals(id);
    }
  }
}
