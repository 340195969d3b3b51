package dev.wayleave.importers.tailscale.device;

import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.importers.tailscale.people.Users;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.User;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What somebody should know of a single device before it moves.
final class DeviceRemarks {
  /// The oldest release whose clients are let in: 1.80 has capability version 113.
  private static final int FLOOR_MAJOR = 1;

  private static final int FLOOR_MINOR = 80;

  private static final Pattern VERSION = Pattern.compile("v?(\\d{1,4})\\.(\\d{1,6})\\b.*");

  private final Instant now;
  private final Users users;

  DeviceRemarks(Instant now, Users users) {
    this.now = now;
    this.users = users;
  }

  void external(HostedFields fields, ObjectNotes notes) {
    if (fields.text("name").endsWith(".mullvad.ts.net")) {
      notes.lossy(
          "MULLVAD",
          "It is an exit node of Mullvad, which the hosted service rents out.",
          "Choose other exit nodes before the move, and take the mullvad attribute out of the"
              + " policy.");
      return;
    }
    notes.lossy(
        "DEVICE_EXTERNAL",
        "It belongs to another tailnet, whose owner shares it with this one; no share is carried.",
        "Ask its owner for another way in, or register the device here.");
  }

  void sharedOut(List<String> with, ObjectNotes notes) {
    notes.lossy(
        "DEVICE_SHARED_OUT",
        "It is shared with " + String.join(", ", with) + ", who will not see it once it has moved.",
        "Make them users of this tailnet, or leave the device where it is.");
  }

  void own(Node node, HostedFields fields, ObjectNotes notes) {
    version(fields.text("clientVersion"), notes);
    lock(fields.text("tailnetLockError"), notes);
    expiry(node, notes);
    ephemeral(node, fields, notes);
    owner(node, notes);
    if (node.awaitingApproval()) {
      notes.action(
          "DEVICE_AWAITS_APPROVAL",
          "It waits for an administrator's approval, and goes on waiting here.",
          "Approve it (wayleave nodes approve), or remove it.");
    }
    if (fields.flag("multipleConnections")) {
      notes.action(
          "DEVICE_CLONED",
          "Two machines are connected with its keys, so that one of them is a copy.",
          "Find the copy and give it keys of its own before the move.");
    }
  }

  private static void version(String version, ObjectNotes notes) {
    Matcher parts = VERSION.matcher(version);
    if (!parts.matches()) {
      notes.info(
          "CLIENT_VERSION_UNKNOWN",
          "Its client's version was not told.",
          "Check that it is 1.80 or later before the device moves.");
      return;
    }
    int major = Integer.parseInt(parts.group(1));
    int minor = Integer.parseInt(parts.group(2));
    if (major < FLOOR_MAJOR || (major == FLOOR_MAJOR && minor < FLOOR_MINOR)) {
      notes.action(
          "CLIENT_TOO_OLD",
          "Its client is " + version + ", and clients before 1.80 are not let in.",
          "Update the client before the device moves.");
    }
  }

  private static void lock(String error, ObjectNotes notes) {
    if (!error.isEmpty()) {
      notes.action(
          "DEVICE_LOCKED_OUT",
          "Tailnet lock keeps it out: " + error + ".",
          "Sign it, or disable tailnet lock, before the move.");
    }
  }

  private void expiry(Node node, ObjectNotes notes) {
    Instant expiry = node.expiry();
    if (expiry != null && !expiry.isAfter(now)) {
      notes.action(
          "KEY_EXPIRED",
          "Its key expired at " + expiry + ", so that it cannot move without a login.",
          "Log it in before or after the move; its address and name are kept for it.");
    }
  }

  private static void ephemeral(Node node, HostedFields fields, ObjectNotes notes) {
    if (!node.ephemeral()) {
      return;
    }
    if (fields.maybe("connectedToControl").equals(Optional.of(false))) {
      notes.action(
          "EPHEMERAL_OFFLINE",
          "It is ephemeral and not connected, so that it will hardly come back as the same device.",
          "Delete it on the old plane, and it is not carried; or here after the migration.");
    } else {
      notes.action(
          "EPHEMERAL",
          "It is ephemeral: the old plane deletes it soon after it has left, so that it cannot go"
              + " back as the same device.",
          "Move what starts such devices: give it a key and the URL of the new plane.");
    }
  }

  private void owner(Node node, ObjectNotes notes) {
    if (!(node.owner() instanceof Owner.OfUser(var id))) {
      return;
    }
    Optional<User> user = users.find(id);
    if (user.isPresent() && user.get().suspended()) {
      notes.action(
          "OWNER_SUSPENDED",
          "Its user " + user.get().label() + " is suspended, so that it is shut out here too.",
          "Move it to another user if it is to be reached.");
    }
    if (user.isPresent() && user.get().awaitingApproval()) {
      notes.action(
          "OWNER_AWAITS_APPROVAL",
          "Its user " + user.get().label() + " waits for approval, and it waits with them.",
          "Approve the user, or move the device to another one.");
    }
  }
}
