package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// By what right a device comes in: somebody's login, or a key.
///
/// @param user who logged in, or made the key; null for a key that belongs to tags alone
/// @param tags those of the key
/// @param ephemeral whether the key makes devices that are forgotten when they go away
/// @param approved whether an administrator has let the device in already
/// @param term how long what comes in by it may stay
record Right(
    @Nullable UserId user,
    Set<TagName> tags,
    RegisterMethod method,
    @Nullable PreAuthKeyId authKey,
    boolean ephemeral,
    boolean approved,
    LoginTerm term) {
  static Right of(PreAuthKey key) {
    return new Right(
        key.user(),
        key.tags(),
        RegisterMethod.AUTH_KEY,
        key.id(),
        key.ephemeral(),
        key.preapproved(),
        LoginTerm.OF_SERVER);
  }

  static Right of(@Nullable UserId user, RegisterMethod method, boolean approved) {
    return new Right(user, Set.of(), method, null, false, approved, LoginTerm.OF_SERVER);
  }

  /// The same right for another time.
  Right lasting(LoginTerm other) {
    return new Right(user, tags, method, authKey, ephemeral, approved, other);
  }

  /// Whether an administrator lets the device in, who knows what the policy does not.
  boolean isAdministrators() {
    return approved && authKey == null;
  }

  /// Whom a device belongs to that comes in by this right and asks for these tags.
  Owner owner(Set<TagName> requested) {
    Set<TagName> all = new TreeSet<>(tags);
    all.addAll(requested);
    if (!all.isEmpty()) {
      return new Owner.OfTags(all, user);
    }
    return user == null ? new Owner.Nobody(null) : new Owner.OfUser(user);
  }
}
