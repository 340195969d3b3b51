package dev.wayleave.tailnet.model;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Collections;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// A key with which devices register without a login.
///
/// @param user on whose behalf; null where a key belongs to tags alone
/// @param preapproved whether devices that register with it need nobody's approval
/// @param proof `sha256:HEX` of the secret part, which is quick to compare; null until it is known
/// @param used whether a device has registered with it; spends the key unless it is reusable
public record PreAuthKey(
    PreAuthKeyId id,
    KeySecret secret,
    @Nullable UserId user,
    Set<TagName> tags,
    String description,
    boolean reusable,
    boolean ephemeral,
    boolean used,
    @Nullable Instant expiration,
    @Nullable Instant revokedAt,
    @Nullable Instant createdAt,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean preapproved,
    @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable SecretText proof)
    implements TailnetEntity {
  /// A key that nobody has presented here yet.
  public PreAuthKey(
      PreAuthKeyId id,
      KeySecret secret,
      @Nullable UserId user,
      Set<TagName> tags,
      String description,
      boolean reusable,
      boolean ephemeral,
      boolean used,
      @Nullable Instant expiration,
      @Nullable Instant revokedAt,
      @Nullable Instant createdAt,
      boolean preapproved) {
    this(
        id,
        secret,
        user,
        tags,
        description,
        reusable,
        ephemeral,
        used,
        expiration,
        revokedAt,
        createdAt,
        preapproved,
        null);
  }

  /// A key that approves nothing.
  public PreAuthKey(
      PreAuthKeyId id,
      KeySecret secret,
      @Nullable UserId user,
      Set<TagName> tags,
      String description,
      boolean reusable,
      boolean ephemeral,
      boolean used,
      @Nullable Instant expiration,
      @Nullable Instant revokedAt,
      @Nullable Instant createdAt) {
    this(
        id,
        secret,
        user,
        tags,
        description,
        reusable,
        ephemeral,
        used,
        expiration,
        revokedAt,
        createdAt,
        false,
        null);
  }

  public PreAuthKey {
    tags = Collections.unmodifiableSet(new TreeSet<>(tags));
  }

  /// The key after somebody who still has it showed its secret.
  public PreAuthKey adopted(KeySecret.Hashed shown) {
    return new PreAuthKey(
        id,
        shown,
        user,
        tags,
        description,
        reusable,
        ephemeral,
        used,
        expiration,
        revokedAt,
        createdAt,
        preapproved,
        null);
  }

  /// The key after a device has registered with it.
  public PreAuthKey spent() {
    return copy(user, true, expiration, proof);
  }

  /// The key with another end.
  public PreAuthKey expiring(Instant at) {
    return copy(user, used, at, proof);
  }

  /// The key with what is quick to compare beside what is kept of it.
  public PreAuthKey proved(SecretText by) {
    return copy(user, used, expiration, by);
  }

  /// The key on behalf of another user.
  public PreAuthKey of(UserId other) {
    return copy(other, used, expiration, proof);
  }

  private PreAuthKey copy(
      @Nullable UserId owner, boolean spent, @Nullable Instant end, @Nullable SecretText by) {
    return new PreAuthKey(
        id,
        secret,
        owner,
        tags,
        description,
        reusable,
        ephemeral,
        spent,
        end,
        revokedAt,
        createdAt,
        preapproved,
        by);
  }
}
