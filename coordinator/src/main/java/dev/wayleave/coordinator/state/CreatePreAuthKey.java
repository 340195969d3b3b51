package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Makes a key with which devices register without a login.
///
/// @param secret what is kept of the key; the key itself never comes here
/// @param preapproved whether its devices need nobody's approval
/// @param proof see [PreAuthKey]
public record CreatePreAuthKey(
    KeySecret.Hashed secret,
    @Nullable UserId user,
    Set<TagName> tags,
    String description,
    boolean reusable,
    boolean ephemeral,
    @Nullable Instant expiration,
    boolean preapproved,
    @Nullable SecretText proof)
    implements Command<PreAuthKey> {
  public CreatePreAuthKey(
      KeySecret.Hashed secret,
      @Nullable UserId user,
      Set<TagName> tags,
      String description,
      boolean reusable,
      boolean ephemeral,
      @Nullable Instant expiration) {
    this(secret, user, tags, description, reusable, ephemeral, expiration, false, null);
  }

  @Override
  public Decision<PreAuthKey> decide(Tailnet image, Moment moment) {
    if (user == null && tags.isEmpty()) {
      return Decision.refused(
          Reason.INVALID,
          "A pre-auth key needs a user or tags, or its nodes would belong to nobody.");
    }
    if (user != null && image.user(user).isEmpty()) {
      return Refusal.notFound("user " + user);
    }
    PreAuthKey key =
        new PreAuthKey(
            image.lastIds().nextPreAuthKey(),
            secret,
            user,
            tags,
            description,
            reusable,
            ephemeral,
            false,
            expiration,
            null,
            moment.now(),
            preapproved,
            proof);
    return Decision.accepted(key, new TailnetChange.Put(key));
  }

  @Override
  public String object() {
    return "preAuthKeys/" + secret.prefix();
  }
}
