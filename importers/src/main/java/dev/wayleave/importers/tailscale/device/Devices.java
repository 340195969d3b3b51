package dev.wayleave.importers.tailscale.device;

import dev.wayleave.importers.tailscale.HostedIds;
import dev.wayleave.importers.tailscale.HostedPlane;
import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.importers.tailscale.kept.LockSection;
import dev.wayleave.importers.tailscale.people.Users;
import dev.wayleave.importers.tailscale.shape.DeviceMembers;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.CustomAttribute;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.RegisterMethod;
import dev.wayleave.tailnet.model.StableNodeId;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.Unmoved;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Collects the tailnet's own devices as nodes.
///
/// Devices that others share with the tailnet are told of, and are no nodes.
public final class Devices {
  private static final String PLANE = HostedPlane.NAME;

  private final HostedNotes notes;
  private final Users users;
  private final DeviceRemarks remarks;
  private final DeviceClashes clashes;
  private final Homes homes;
  private final boolean keysExpected;
  private final Set<String> held;
  private final List<Entity<Node>> nodes = new ArrayList<>();
  private final List<Alias> aliases = new ArrayList<>();
  private final List<RawRow> leftovers = new ArrayList<>();
  private final Set<NodeId> ids = new HashSet<>();
  private final Set<String> stableIds = new HashSet<>();
  private final Set<String> lockKeys = new HashSet<>();
  private final SharedDevices shared = new SharedDevices();
  private long routes;

  /// @param keysExpected whether a device without keys is remarkable in this kind of export
  /// @param held whose key expiry was disabled by the move and for its time alone
  public Devices(
      HostedNotes notes,
      Users users,
      Instant now,
      Homes homes,
      boolean keysExpected,
      Set<String> held) {
    this.notes = notes;
    this.users = users;
    this.remarks = new DeviceRemarks(now, users);
    this.clashes = new DeviceClashes(notes);
    this.homes = homes;
    this.keysExpected = keysExpected;
    this.held = Set.copyOf(held);
  }

  /// What is told of a device elsewhere than in the list.
  public interface Beside {
    /// The body of its posture attributes.
    Optional<HostedFields> attributes(String nodeId) throws SourceException;

    /// Whether somebody outside the tailnet has accepted a share of it, and who.
    List<String> sharedWith(String nodeId) throws SourceException;
  }

  /// Takes one device as the API tells it.
  public void add(HostedFields fields, Beside beside) throws SourceException {
    String hostedId = fields.text("id");
    String nodeId = fields.text("nodeId");
    if (fields.flag("isExternal")) {
      leftovers.add(fields.row("external-devices"));
      shared.add(fields);
      remarks.external(fields, notes.of("device " + nodeId + " (" + fields.text("name") + ")"));
      return;
    }
    String key = hostedId.isEmpty() ? nodeId : hostedId;
    String stable = nodeId.isEmpty() ? hostedId : nodeId;
    NodeId id = new NodeId(HostedIds.of(key));
    if (key.isEmpty() || !ids.add(id) || !stableIds.add(stable)) {
      leftovers.add(fields.row("devices"));
      notes
          .of("device " + key + " (" + fields.text("name") + ")")
          .blocker(
              "DEVICE_UNREADABLE",
              key.isEmpty()
                  ? "A device has neither id nor nodeId."
                  : "Another device has the same id or nodeId ("
                      + stable
                      + "): the lists of two exports were mixed.",
              "Export again; if files were joined, keep those of one tailnet.");
      return;
    }
    String name = fields.text("name");
    String given = firstLabel(name.isEmpty() ? fields.text("hostname") : name);
    ObjectNotes own = notes.of("node " + id + " (" + (given.isEmpty() ? stable : given) + ")");
    Node node = node(id, stable, given, fields, beside, own);
    nodes.add(new Entity<>(node, fields.row("devices")));
    for (String alias : new TreeSet<>(List.of(key, stable))) {
      aliases.add(new Alias("node", id.toString(), PLANE, alias));
    }
    Set<IpPrefix> either = new TreeSet<>(node.advertisedRoutes());
    either.addAll(node.approvedRoutes());
    routes += either.size();
    remarks.own(node, fields, own);
    String lockKey = LockSection.withoutPrefix(fields.text("tailnetLockKey"));
    if (!lockKey.isEmpty()) {
      lockKeys.add(lockKey);
    }
    List<String> shared = beside.sharedWith(stable);
    if (!shared.isEmpty()) {
      remarks.sharedOut(shared, own);
    }
    clashes.add(node, name, own);
  }

  private Node node(
      NodeId id, String stable, String given, HostedFields fields, Beside beside, ObjectNotes own)
      throws SourceException {
    DeviceKeys keys = DeviceKeys.read(fields, keysExpected, own);
    Addresses addresses = Addresses.read(fields.texts("addresses"), own);
    Optional<HostedFields> attributes = beside.attributes(stable);
    Map<String, CustomAttribute> custom =
        attributes.isPresent() ? Attributes.read(attributes.get(), own) : Map.of();
    Instant expires = fields.time("expires", own);
    boolean disabled = fields.flag("keyExpiryDisabled") && !held.contains(stable);
    if (disabled && expires != null) {
      expiryDisabled(expires, own);
    }
    return new Node(
        id,
        new StableNodeId(stable),
        keys.machine(),
        keys.node(),
        keys.disco(),
        addresses.v4(),
        addresses.v6(),
        fields.text("hostname"),
        given,
        owner(fields, own),
        RegisterMethod.UNKNOWN,
        null,
        fields.flag("isEphemeral"),
        disabled ? null : expires,
        fields.time("lastSeen", own),
        fields.time("created", own),
        Addresses.routes(advertised(fields), "advertisedRoutes", own),
        Addresses.routes(fields.texts("enabledRoutes"), "enabledRoutes", own),
        endpoints(fields),
        Description.of(fields),
        0,
        !fields.maybe("authorized").orElse(true),
        custom,
        new Unmoved(PLANE, homes.of(fields, own)),
        disabled ? expires : null);
  }

  /// Some write it with a capital letter, as one of the provider's own libraries does.
  static List<String> advertised(HostedFields fields) {
    return fields.texts(fields.has("advertisedRoutes") ? "advertisedRoutes" : "AdvertisedRoutes");
  }

  /// The API's own, else where a member last reached it.
  private static List<String> endpoints(HostedFields fields) {
    List<String> told = fields.object("clientConnectivity").texts("endpoints");
    return told.isEmpty() ? fields.texts(DeviceMembers.ENDPOINTS) : told;
  }

  private static void expiryDisabled(Instant expires, ObjectNotes own) {
    own.info(
        "KEY_EXPIRY_DISABLED",
        "Key expiry is disabled for it, so that it does not expire here; enabled again, it ends at "
            + expires
            + " as on the old plane.",
        "Nothing; wayleave nodes expire --enable goes back to that time. A Headscale does not keep"
            + " it.");
  }

  /// Tags are the only truth: a tagged device names the user who once registered it as if it were
  /// theirs.
  private Owner owner(HostedFields fields, ObjectNotes own) {
    String login = fields.text("user");
    Optional<UserId> user = users.ofLogin(login);
    Set<TagName> tags = new TreeSet<>();
    for (String tag : fields.texts("tags")) {
      try {
        tags.add(new TagName(tag));
      } catch (IllegalArgumentException e) {
        own.lossy(
            "TAG_UNREADABLE",
            HostedNotes.quoted(tag) + " is no tag.",
            "Tag the device again after the migration.");
      }
    }
    if (!tags.isEmpty()) {
      return new Owner.OfTags(tags, user.orElse(null));
    }
    if (user.isPresent()) {
      return new Owner.OfUser(user.get());
    }
    own.action(
        "OWNER_UNKNOWN",
        login.isEmpty()
            ? "It names no user, and has no tags."
            : "Its user " + HostedNotes.quoted(login) + " is none of this tailnet's users.",
        "Check that all files are of one tailnet; move the device to a user after the migration"
            + " (wayleave nodes move).");
    return new Owner.Nobody(null);
  }

  static String firstLabel(String name) {
    int dot = name.indexOf('.');
    return dot < 0 ? name : name.substring(0, dot);
  }

  /// Told all devices, finds what can be told of all of them only.
  public void end() {
    clashes.end();
  }

  public List<Entity<Node>> entities() {
    return List.copyOf(nodes);
  }

  public List<Alias> aliases() {
    return List.copyOf(aliases);
  }

  public List<RawRow> leftovers() {
    return List.copyOf(leftovers);
  }

  /// What devices of others have that are shared with this tailnet.
  public SharedDevices shared() {
    return shared;
  }

  /// The distinct routes that each device advertises or may route, summed.
  public long routes() {
    return routes;
  }

  /// The keys of the tailnet's lock that devices have, without their prefix.
  public Set<String> lockKeys() {
    return Set.copyOf(lockKeys);
  }

  /// The suffix of most names; empty where no device has a whole name.
  public String suffix() {
    return clashes.suffix();
  }
}
