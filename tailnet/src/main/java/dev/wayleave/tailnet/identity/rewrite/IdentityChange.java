package dev.wayleave.tailnet.identity.rewrite;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.wayleave.tailnet.model.ExpectedIdentity;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.UserId;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;

/// One thing that changes in a store of identities.
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
  @JsonSubTypes.Type(value = IdentityChange.Rewrite.class, name = "rewrite"),
  @JsonSubTypes.Type(value = IdentityChange.Give.class, name = "give"),
  @JsonSubTypes.Type(value = IdentityChange.Expect.class, name = "expect"),
  @JsonSubTypes.Type(value = IdentityChange.Rename.class, name = "rename"),
  @JsonSubTypes.Type(value = IdentityChange.Merge.class, name = "merge")
})
public sealed interface IdentityChange {
  /// The user whom it is about; of two, the one who stays.
  UserId user();

  /// An identity becomes another.
  record Rewrite(UserId user, Identity before, Identity after) implements IdentityChange {}

  /// A user who has no such identity gets it.
  record Give(UserId user, Identity identity) implements IdentityChange {}

  /// The first login that comes in time and proves a claim brings the identity.
  record Expect(UserId user, ExpectedIdentity expected) implements IdentityChange {}

  /// A user gets another name, for example because two have the same.
  record Rename(UserId user, String before, String after) implements IdentityChange {}

  /// Two users are one person: nodes, keys and identities of `gone` go over to `user`, and `gone`
  /// is deleted.
  ///
  /// @param roles roles of `gone` that `user` gets, because somebody named them
  record Merge(UserId user, UserId gone, Set<Role> roles) implements IdentityChange {
    public Merge {
      roles = Collections.unmodifiableSet(new TreeSet<>(roles));
    }
  }
}
