package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Whom a node belongs to: a user or tags, never both.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Owner.OfUser.class, name = "user"),
  @JsonSubTypes.Type(value = Owner.OfTags.class, name = "tags"),
  @JsonSubTypes.Type(value = Owner.Nobody.class, name = "nobody")
})
public sealed interface Owner {
  /// Owned by a user; policy sees it as that user's device.
  record OfUser(UserId user) implements Owner {}

  /// Owned by tags; policy sees the tags only.
  ///
  /// @param registeredBy the user who registered the node, where the source still knows
  record OfTags(Set<TagName> tags, @Nullable UserId registeredBy) implements Owner {
    public OfTags {
      if (tags.isEmpty()) {
        throw new IllegalArgumentException("a node that is owned by tags has at least one tag");
      }
      tags = Collections.unmodifiableSet(new TreeSet<>(tags));
    }
  }

  /// An orphan: the source names no owner, or one that does not exist. Policy grants it nothing.
  ///
  /// @param missing the id of the user that the source names in vain
  record Nobody(@Nullable UserId missing) implements Owner {}
}
