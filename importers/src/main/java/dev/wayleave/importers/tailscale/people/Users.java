package dev.wayleave.importers.tailscale.people;

import dev.wayleave.importers.tailscale.HostedIds;
import dev.wayleave.importers.tailscale.HostedPlane;
import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.Role;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Collects the tailnet's own users.
///
/// A user is known by the login name: devices and policies name users by it. Those of other
/// tailnets to whom something is shared are told of, and are no users here.
public final class Users {
  private static final String PLANE = HostedPlane.NAME;

  /// Whom some name as the user of all devices that have tags.
  private static final String TAGGED = "tagged-devices";

  private final HostedNotes notes;
  private final Map<UserId, Entity<User>> users = new LinkedHashMap<>();
  private final Map<String, UserId> byLogin = new HashMap<>();
  private final Map<String, UserId> byHostedId = new HashMap<>();
  private final List<Alias> aliases = new ArrayList<>();
  private final List<RawRow> leftovers = new ArrayList<>();
  private final Set<String> tailnetIds = new TreeSet<>();
  private boolean told;

  public Users(HostedNotes notes) {
    this.notes = notes;
  }

  /// Takes one user as the API tells it.
  public void add(HostedFields fields) {
    told = true;
    String hostedId = fields.text("id");
    String login = fields.text("loginName");
    if (fields.text("type").equals("shared")) {
      leftovers.add(fields.row("shared-users"));
      notes
          .of("user " + hostedId + " (" + login + ")")
          .lossy(
              "USER_SHARED",
              "This user belongs to another tailnet, and something is shared with them.",
              "Invite them as a user of this tailnet if they are to keep their access.");
      return;
    }
    String key = hostedId.isEmpty() ? login : hostedId;
    UserId id = new UserId(HostedIds.of(key));
    if (key.isEmpty() || users.containsKey(id)) {
      leftovers.add(fields.row("users"));
      notes
          .of("user " + key + " (" + login + ")")
          .blocker(
              "USER_UNREADABLE",
              key.isEmpty() ? "A user has neither id nor login name." : "This user is there twice.",
              "Export again; if files were joined, keep those of one tailnet.");
      return;
    }
    User user = user(id, fields, notes.of("user " + id + " (" + login + ")"));
    take(user, fields.row("users"), login);
    byHostedId.put(key, id);
    aliases.add(new Alias("user", id.toString(), PLANE, key));
    String tailnet = fields.text("tailnetId");
    if (!tailnet.isEmpty()) {
      tailnetIds.add(tailnet);
    }
    remark(user, fields.text("status"));
  }

  private void take(User user, RawRow row, String login) {
    users.put(user.id(), new Entity<>(user, row));
    UserId former = byLogin.putIfAbsent(login.toLowerCase(Locale.ROOT), user.id());
    if (former != null && !login.isEmpty()) {
      notes
          .of(Labels.object(user))
          .action(
              "USER_AMBIGUOUS",
              HostedNotes.quoted(login) + " is the login name of user " + former + " too.",
              "Devices of that login are given to user "
                  + former
                  + "; move them if that is not theirs.");
    }
  }

  private static User user(UserId id, HostedFields fields, ObjectNotes notes) {
    String login = fields.text("loginName");
    String status = fields.text("status");
    return new User(
            id,
            login,
            fields.text("displayName"),
            emailOf(login),
            picture(fields),
            List.of(),
            role(fields.text("role"), notes),
            fields.time("created", notes))
        .heldBack(status.equals("suspended"), status.equals("needs-approval"));
  }

  /// Both spellings are met with.
  private static String picture(HostedFields fields) {
    return fields.text(fields.has("profilePicUrl") ? "profilePicUrl" : "profilePicURL");
  }

  /// `alice@github` and `alice@passkey` are logins, and no addresses of anybody.
  private static String emailOf(String login) {
    int at = login.lastIndexOf('@');
    return at > 0 && login.indexOf('.', at) > 0 ? login : "";
  }

  private static Set<Role> role(String text, ObjectNotes notes) {
    return switch (text) {
      case "owner" -> Set.of(Role.OWNER);
      case "admin" -> Set.of(Role.ADMIN);
      case "network-admin" -> Set.of(Role.NETWORK_ADMIN);
      case "it-admin" -> Set.of(Role.IT_ADMIN);
      case "billing-admin" -> Set.of(Role.BILLING_ADMIN);
      case "auditor" -> Set.of(Role.AUDITOR);
      case "member" -> Set.of(Role.MEMBER);
      case "" -> Set.of();
      default -> {
        notes.action(
            "ROLE_UNKNOWN",
            "The role " + HostedNotes.quoted(text) + " is not known here.",
            "Give the user a role after the migration; until then it is a member.");
        yield Set.of(Role.MEMBER);
      }
    };
  }

  private void remark(User user, String status) {
    ObjectNotes own = notes.of(Labels.object(user));
    switch (status) {
      case "suspended" ->
          own.action(
              "USER_SUSPENDED",
              "The user is suspended, and stays so: their devices are shut out here too.",
              "Delete the user, or let them in again, when it is settled.");
      case "needs-approval" ->
          own.action(
              "USER_AWAITS_APPROVAL",
              "The user waits for an administrator's approval, and goes on waiting here.",
              "Approve the user, or delete them.");
      case "over-billing-limit" ->
          own.info(
              "USER_OVER_BILLING_LIMIT",
              "The user is over the limit of what is paid for; here they are a user like others.",
              "Nothing.");
      case "idle" -> own.info("USER_IDLE", "The user was not active lately.", "Nothing.");
      case "active", "" -> {}
      default ->
          own.action(
              "USER_STATUS_UNKNOWN",
              "The status " + HostedNotes.quoted(status) + " is not known here.",
              "Check whether the user may be let in; here they are active.");
    }
  }

  /// The user of a device's login name. Where the users were not told, devices make them known.
  public Optional<UserId> ofLogin(String login) {
    UserId known = byLogin.get(login.toLowerCase(Locale.ROOT));
    if (known != null || told || login.isEmpty() || login.equals(TAGGED)) {
      return Optional.ofNullable(known);
    }
    UserId id = new UserId(HostedIds.of(login));
    User user = new User(id, login, "", emailOf(login), "", List.of(), Set.of(), null);
    users.put(id, new Entity<>(user, null));
    byLogin.put(login.toLowerCase(Locale.ROOT), id);
    return Optional.of(id);
  }

  public Optional<UserId> ofHostedId(String id) {
    return Optional.ofNullable(byHostedId.get(id));
  }

  public Optional<User> find(UserId id) {
    return Optional.ofNullable(users.get(id)).map(Entity::value);
  }

  public List<Entity<User>> entities() {
    return List.copyOf(users.values());
  }

  public List<Alias> aliases() {
    return List.copyOf(aliases);
  }

  public List<RawRow> leftovers() {
    return List.copyOf(leftovers);
  }

  /// The ids of tailnets that own users name; more than one where exports were mixed.
  public Set<String> tailnetIds() {
    return Set.copyOf(tailnetIds);
  }

  /// Whether any user was told.
  public boolean told() {
    return told;
  }
}
