package dev.wayleave.importers.tailscale.kept;

import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import java.util.Collection;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Whether the tailnet's lock is off, which the API does not tell.
///
/// A client that holds lock state and is not told how to end it goes on filtering all peers that
/// nobody signed: after the move it would reach nobody.
public final class LockSection {
  /// As `tailscale lock init` prints it: 32 bytes.
  private static final Pattern SECRET = Pattern.compile("disablement-secret:[0-9A-Fa-f]{64}");

  private LockSection() {}

  /// The secret as an entity; throws where it cannot be one.
  public static Optional<Secret> secret(@Nullable SecretText given) throws SourceException {
    if (given == null) {
      return Optional.empty();
    }
    if (!SECRET.matcher(given.reveal()).matches()) {
      throw new SourceException(
          "The disablement secret is not of the form disablement-secret: and 64 hex digits; give"
              + " one of those that `tailscale lock init` printed.");
    }
    return Optional.of(new Secret(Secret.SecretRole.LOCK_DISABLEMENT, Secret.ONLY, given));
  }

  /// Judges the output of `tailscale lock status --json` of a member.
  ///
  /// @param secret whether a disablement secret was given
  /// @param keys node keys of the tailnet's devices
  public static void judge(
      Optional<HostedFields> status, boolean secret, Collection<NodeKey> keys, ObjectNotes notes) {
    Optional<Boolean> enabled = status.flatMap(fields -> fields.maybe("Enabled"));
    if (secret) {
      notes.action(
          "TAILNET_LOCK_DISABLEMENT",
          "A disablement secret was given; clients that hold lock state are told it when they ask.",
          "Watch the first device that moves: `tailscale lock status` on it has to say that the"
              + " lock is not enabled.");
      return;
    }
    if (enabled.isEmpty()) {
      notes.blocker(
          "TAILNET_LOCK_UNPROVEN",
          status.isEmpty()
              ? "The API does not tell whether tailnet lock is on; with it on, devices that move"
                  + " would reach nobody."
              : "lock-status.json does not say whether tailnet lock is enabled.",
          "Save the output of `tailscale lock status --json` of any member as lock-status.json in"
              + " the export folder, or give a disablement secret with"
              + " --lock-disablement-secret-file.");
      return;
    }
    if (enabled.get()) {
      notes.blocker(
          "TAILNET_LOCK_ON",
          "Tailnet lock is enabled; devices that move would reach nobody.",
          "Disable it on the old plane (tailscale lock disable) and save lock-status.json again, or"
              + " give a disablement secret with --lock-disablement-secret-file.");
      return;
    }
    String member = status.map(fields -> fields.text("NodeKey")).orElse("");
    if (!member.isEmpty() && !keys.isEmpty() && !isKnown(member, keys)) {
      notes.blocker(
          "TAILNET_LOCK_OF_ANOTHER",
          "lock-status.json was written by a device that this tailnet does not have.",
          "Run `tailscale lock status --json` on a device of this tailnet, or export again if the"
              + " device is new.");
      return;
    }
    notes.info("TAILNET_LOCK_OFF", "A member says that tailnet lock is not enabled.", "Nothing.");
  }

  private static boolean isKnown(String text, Collection<NodeKey> keys) {
    try {
      return keys.contains(NodeKey.parse(text));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
