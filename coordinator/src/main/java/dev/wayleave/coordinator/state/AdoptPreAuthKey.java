package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;

/// Lets a key work here that another plane made: an administrator who still has it shows it.
///
/// Only a key that was imported can be adopted, and only once: from then on the secret that was
/// shown is the key's, and no other opens a door.
///
/// @param shown what is to be kept of the key; the key itself never comes here
public record AdoptPreAuthKey(KeySecret.Hashed shown) implements Command<PreAuthKey> {
  @Override
  public Decision<PreAuthKey> decide(Tailnet image, Moment moment) {
    Optional<PreAuthKey> known =
        image.preAuthKeys().stream().filter(key -> prefix(key).equals(shown.prefix())).findFirst();
    if (known.isEmpty()) {
      return Decision.refused(
          Reason.NOT_FOUND,
          "No key "
              + shown.prefix()
              + " was imported, so it cannot be adopted; make a pre-auth key instead.");
    }
    PreAuthKey key = known.get();
    return switch (key.secret()) {
      case KeySecret.Unknown _ -> {
        PreAuthKey adopted = key.adopted(shown);
        yield Decision.accepted(adopted, new TailnetChange.Put(adopted));
      }
      case KeySecret.Hashed hashed when isSame(hashed) -> Decision.accepted(key);
      case KeySecret.Hashed _, KeySecret.Plaintext _ ->
          Decision.refused(
              Reason.CONFLICT,
              "Key "
                  + shown.prefix()
                  + " has a secret here already, and this is another; delete the key and make a new"
                  + " one if the secret here is wrong.");
    };
  }

  private static String prefix(PreAuthKey key) {
    return switch (key.secret()) {
      case KeySecret.Hashed hashed -> hashed.prefix();
      case KeySecret.Unknown unknown -> unknown.prefix();
      case KeySecret.Plaintext _ -> "";
    };
  }

  private boolean isSame(KeySecret.Hashed kept) {
    return !kept.hash().isWithheld()
        && MessageDigest.isEqual(
            kept.hash().reveal().getBytes(StandardCharsets.UTF_8),
            shown.hash().reveal().getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public String object() {
    return "preAuthKeys/" + shown.prefix();
  }
}
