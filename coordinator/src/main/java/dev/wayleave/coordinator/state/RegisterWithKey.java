package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.User;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Lets a device in that presented a pre-auth key, and spends the key.
///
/// That a one-time key lets in one device is decided here, where decisions are made one after the
/// other on every replica.
///
/// @param key the key whose secret was presented
public record RegisterWithKey(Registration device, PreAuthKeyId key, PolicyInForce policies)
    implements Command<Node> {
  @Override
  public Decision<Node> decide(Tailnet image, Moment moment) {
    PreAuthKey used = image.preAuthKey(key).orElse(null);
    Optional<Node> known = DeviceRows.holding(image, device.nodeKey(), device.machineKey());
    if (known.filter(node -> !Admission.isExpired(image, node, moment)).isPresent()) {
      return RecogniseNode.decide(image, known.get());
    }
    Optional<Refusal> invalid =
        used == null ? Optional.of(unknown()) : refusal(image, used, moment.now());
    if (used == null || invalid.isPresent()) {
      return new Decision.Refused<>(invalid.orElseGet(RegisterWithKey::unknown));
    }
    return switch (new Admission(device, Right.of(used), policies).decide(image, moment)) {
      case Decision.Accepted<Node> accepted -> spending(used, accepted);
      case Decision.Bulk<Node> bulk -> bulk;
      case Decision.Refused<Node> refused -> refused;
    };
  }

  private static Decision<Node> spending(PreAuthKey key, Decision.Accepted<Node> accepted) {
    List<TailnetChange.Edit> changes = new ArrayList<>(accepted.changes());
    if (!key.used()) {
      changes.add(new TailnetChange.Put(key.spent()));
    }
    return new Decision.Accepted<>(changes, accepted.reply());
  }

  /// Why a key lets nobody in; its words are those that Headscale's tools look for.
  public static Optional<Refusal> refusal(Tailnet image, PreAuthKey key, Instant now) {
    Optional<User> user = key.user() == null ? Optional.empty() : image.user(key.user());
    boolean owned = key.user() == null ? !key.tags().isEmpty() : user.isPresent();
    Instant expiration = key.expiration();
    if (!owned) {
      return Optional.of(unknown());
    }
    if (user.map(User::suspended).orElse(false)) {
      return user.map(Standing::refusal);
    }
    if (key.revokedAt() != null) {
      return refusal("authkey revoked");
    }
    if (expiration != null && !now.isBefore(expiration)) {
      return refusal("authkey expired");
    }
    return key.used() && !key.reusable() ? refusal("authkey already used") : Optional.empty();
  }

  private static Optional<Refusal> refusal(String what) {
    return Optional.of(new Refusal(Reason.INVALID, what + "; ask the administrator for another"));
  }

  /// The refusal of a key that is none.
  public static Refusal unknown() {
    return new Refusal(Reason.INVALID, "invalid pre auth key; ask the administrator for another");
  }

  @Override
  public String object() {
    return "preAuthKeys/" + key;
  }
}
