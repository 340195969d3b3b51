package dev.wayleave.tailnet.identity.rewrite;

import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Identities by which two users are known who were not before.
///
/// Two who shared one before may stay so, whatever else changes about them.
public final class SharedIdentities {
  private final Map<UserId, User> before;
  private final Map<List<@Nullable String>, List<Known>> holders = new HashMap<>();

  /// An identity of a user.
  private record Known(User user, Identity identity) {}

  /// Two users of one identity.
  ///
  /// @param identity as `one` has it
  public record Shared(User one, User other, Identity identity) {
    /// Whether this is about an identity of a user.
    public boolean isAbout(UserId user, Identity known) {
      return (user.equals(one.id()) || user.equals(other.id())) && isSame(identity, known);
    }
  }

  SharedIdentities(Map<UserId, User> before, Collection<User> after) {
    this.before = before;
    for (User user : after) {
      for (Identity identity : user.identities()) {
        add(List.of(identity.identifier()), new Known(user, identity));
        if (isApart(identity)) {
          add(Arrays.asList(identity.issuer(), identity.subject()), new Known(user, identity));
        }
      }
    }
  }

  private void add(List<@Nullable String> key, Known known) {
    holders.computeIfAbsent(key, _ -> new ArrayList<>()).add(known);
  }

  /// Each user who comes to an identity, with everybody else who has it then.
  Stream<Shared> made() {
    return holders.values().stream()
        .filter(all -> all.size() > 1)
        .flatMap(
            all -> all.stream().filter(this::isNew).flatMap(one -> all.stream().flatMap(with(one))))
        .distinct();
  }

  private static Function<Known, Stream<Shared>> with(Known one) {
    return other ->
        !one.user().id().equals(other.user().id()) && isSame(one.identity(), other.identity())
            ? Stream.of(new Shared(one.user(), other.user(), one.identity()))
            : Stream.empty();
  }

  private boolean isNew(Known known) {
    User then = before.get(known.user().id());
    return then == null
        || then.identities().stream().noneMatch(identity -> isSame(identity, known.identity()));
  }

  /// Whether two are one identity, whenever it was last used: by issuer and subject where both tell
  /// them apart, else by the one text.
  static boolean isSame(Identity one, Identity other) {
    boolean apart = isApart(one) && isApart(other);
    return apart
        ? Objects.equals(one.issuer(), other.issuer())
            && Objects.equals(one.subject(), other.subject())
        : one.identifier().equals(other.identifier());
  }

  private static boolean isApart(Identity identity) {
    return identity.issuer() != null && identity.subject() != null;
  }
}
