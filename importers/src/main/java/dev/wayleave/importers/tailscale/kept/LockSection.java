package dev.wayleave.importers.tailscale.kept;

import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
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
  public static void judge(
      Optional<HostedFields> status, boolean secret, Members members, ObjectNotes notes) {
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
    switch (members.membership(status.get())) {
      case FOREIGN ->
          notes.blocker(
              "TAILNET_LOCK_OF_ANOTHER",
              "lock-status.json was written by a device that this tailnet does not have.",
              "Run `tailscale lock status --json` on a device of this tailnet, or export again if"
                  + " the device is new.");
      case UNSURE ->
          notes.action(
              "TAILNET_LOCK_OF_UNKNOWN_DEVICE",
              "lock-status.json says that the lock is off, and was written by a device that the"
                  + " export does not hold under that node key: its key was renewed since, or it is"
                  + " new.",
              "Make sure that the file is of a device of this tailnet, or export again.");
      case KNOWN -> off(notes);
    }
  }

  private static void off(ObjectNotes notes) {
    notes.info("TAILNET_LOCK_OFF", "A member says that tailnet lock is not enabled.", "Nothing.");
  }

  /// The devices of the tailnet, as far as a lock status can name one.
  ///
  /// @param nodeKeys those that are told, which a device renews now and then
  /// @param lockKeys those that are told, without their prefix; a device keeps its own for good
  /// @param devices how many devices there are
  public record Members(Set<NodeKey> nodeKeys, Set<String> lockKeys, int devices) {
    public Members {
      nodeKeys = Set.copyOf(nodeKeys);
      lockKeys = Set.copyOf(lockKeys);
    }

    private Membership membership(HostedFields status) {
      String nodeKey = status.text("NodeKey");
      String lockKey = withoutPrefix(status.text("PublicKey"));
      if (nodeKey.isEmpty() || nodeKeys.isEmpty() || isKnown(nodeKey)) {
        return Membership.KNOWN;
      }
      if (lockKeys.contains(lockKey)) {
        return Membership.KNOWN;
      }
      boolean allTold = lockKeys.size() == devices;
      return allTold && !lockKey.isEmpty() ? Membership.FOREIGN : Membership.UNSURE;
    }

    private boolean isKnown(String text) {
      try {
        return nodeKeys.contains(NodeKey.parse(text));
      } catch (IllegalArgumentException e) {
        return false;
      }
    }
  }

  private enum Membership {
    KNOWN,
    UNSURE,
    FOREIGN
  }

  /// A lock key is written with `nlpub:` or `tlpub:` before the same hex digits.
  public static String withoutPrefix(String lockKey) {
    return lockKey.substring(lockKey.indexOf(':') + 1).toLowerCase(Locale.ROOT);
  }
}
