package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import org.jspecify.annotations.Nullable;

/// Keeps what is quick to compare beside what a control plane once stored of a key, which stays as
/// it is: a way back needs it.
///
/// @param key the key as it was when somebody proved to hold it
public record KeepProof(TailnetEntity key, SecretText proof) implements Command<Boolean> {
  @Override
  public Decision<Boolean> decide(Tailnet image, Moment moment) {
    TailnetEntity now = image.find(key).orElse(null);
    KeySecret kept = now == null ? null : secret(now);
    if (now == null || kept == null || !kept.equals(secret(key))) {
      return Decision.accepted(false);
    }
    TailnetEntity proved = proved(now);
    return proved.equals(now)
        ? Decision.accepted(true)
        : Decision.accepted(true, new TailnetChange.Put(proved));
  }

  private static @Nullable KeySecret secret(TailnetEntity entity) {
    if (entity instanceof ApiKey api) {
      return api.secret();
    }
    return entity instanceof PreAuthKey preAuth ? preAuth.secret() : null;
  }

  private TailnetEntity proved(TailnetEntity entity) {
    if (entity instanceof ApiKey api) {
      return api.proved(proof);
    }
    return entity instanceof PreAuthKey preAuth ? preAuth.proved(proof) : entity;
  }

  /// Nobody asked for it; it comes of using the key.
  @Override
  public boolean audited() {
    return false;
  }

  @Override
  public String object() {
    return EntityRef.of(key).toString();
  }
}
