package dev.wayleave.importers.tailscale.source;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.importers.tailscale.ExportKind;
import dev.wayleave.importers.tailscale.HostedExport;
import dev.wayleave.importers.tailscale.HostedOptions;
import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.device.Devices;
import dev.wayleave.importers.tailscale.device.Homes;
import dev.wayleave.importers.tailscale.folder.WithFiles;
import dev.wayleave.importers.tailscale.json.Bodies;
import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.kept.AdoptedKeys;
import dev.wayleave.importers.tailscale.kept.DerpSection;
import dev.wayleave.importers.tailscale.kept.DnsSection;
import dev.wayleave.importers.tailscale.kept.KeptObjects;
import dev.wayleave.importers.tailscale.kept.Keys;
import dev.wayleave.importers.tailscale.kept.LockSection;
import dev.wayleave.importers.tailscale.kept.SettingsSection;
import dev.wayleave.importers.tailscale.member.MemberView;
import dev.wayleave.importers.tailscale.people.Users;
import dev.wayleave.importers.tailscale.policy.PolicyLint;
import dev.wayleave.importers.tailscale.relay.HomeRegions;
import dev.wayleave.importers.tailscale.relay.RelayMap;
import dev.wayleave.protocol.key.NodeKey;
import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.Transition;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// One reading of an export.
final class HostedReading {
  private static final int EVERY = 1000;

  private final HostedExport export;
  private final MemberView view;
  private final HostedOptions options;
  private final Progress progress;
  private final Bodies bodies;
  private final HostedNotes notes = new HostedNotes();
  private final Users users = new Users(notes);
  private final KeptObjects kept = new KeptObjects(notes);
  private final Instant now;
  private final Set<String> held;

  HostedReading(HostedExport export, MemberView view, HostedOptions options, Progress progress) {
    this.view = view;
    this.export = new WithFiles(export, options.files());
    this.options = options;
    this.progress = progress;
    this.bodies = new Bodies(this.export);
    this.now = options.clock().instant();
    this.held = options.held();
  }

  Reading read(List<Finding> ofKind) throws SourceException {
    Optional<Secret> disablement = LockSection.secret(options.disablement());
    Keys keys = new Keys(notes, users, now, AdoptedKeys.read(options.adopted()));
    bodies.each(Section.USERS, users::add);
    bodies.each(Section.KEYS, keys::add);
    keys.end();
    Optional<String> policy = bodies.text(Section.POLICY).filter(text -> !text.isBlank());
    Optional<HostedFields> map = relayMap();
    DerpSection relays = DerpSection.read(map, policy, notes.of("DERP map"));
    Devices devices = devices(relays);
    Inventory.Builder inventory =
        Inventory.builder(new SourceInfo(HostedSource.KIND, "", export.kind().label()));
    settings(inventory);
    dns(inventory, devices.suffix());
    relays
        .settings()
        .ifPresent(derp -> inventory.add(derp, map.map(body -> body.row("derp-map")).orElse(null)));
    inventory.add(
        new Transition(
            HostedSource.KIND,
            options.controlUrl(),
            devices.suffix(),
            null,
            null,
            devices.shared().addresses(),
            devices.shared().names()));
    disablement.ifPresent(inventory::add);
    lock(disablement.isPresent(), devices);
    users.entities().forEach(inventory::add);
    keys.entities().forEach(inventory::add);
    devices.entities().forEach(inventory::add);
    policy.ifPresent(text ->
        inventory.add(
            new PolicyVersion(PolicyVersion.FILE_ID, text, true, Section.POLICY.file(), null)));
    aliases(keys, devices).forEach(inventory::add);
    others();
    keys.others().forEach(inventory::add);
    kept.objects().forEach(inventory::add);
    users.leftovers().forEach(inventory::addLeftover);
    keys.leftovers().forEach(inventory::addLeftover);
    devices.leftovers().forEach(inventory::addLeftover);
    Inventory built = inventory.build();
    policy.ifPresent(text -> new PolicyLint(notes, directory(built)).judge(text));
    rulesInForce(policy);
    new UnreadSections(notes, bodies, export.run(), built.nodes().size()).report(export.kind());
    machineKeys(built);
    ofKind.forEach(notes::add);
    Counts counts =
        new Counts(
            built.users().size(),
            built.nodes().size(),
            built.preAuthKeys().size(),
            0,
            built.policies().size(),
            devices.routes());
    return new Reading(built, counts, notes.list());
  }

  private static Directory directory(Inventory inventory) {
    List<TailnetEntity> entities = new ArrayList<>(inventory.users());
    entities.addAll(inventory.nodes());
    return Directory.of(Tailnet.of(1, LastIds.NONE, entities));
  }

  /// A map of no region says nothing; one that the operator names is then a mistake.
  private Optional<HostedFields> relayMap() throws SourceException {
    Path given = options.files().get(Section.DERP_MAP);
    Optional<HostedFields> map = view.isOf(given) ? view.relays() : bodies.object(Section.DERP_MAP);
    if (map.map(DerpSection::hasRegions).orElse(false)) {
      return map;
    }
    if (given != null) {
      throw new SourceException(
          given
              + " holds no relay region; give a map with \"Regions\" as the plane serves it, or a"
              + " member's netmap.");
    }
    return view.relays();
  }

  /// Without rules of its own a tailnet has those that stand in for them, which somebody should
  /// know: the hosted service lets users log in on their own devices besides.
  private void rulesInForce(Optional<String> policy) throws SourceException {
    boolean none = policy.isEmpty();
    if (none || PolicyLint.hasNoRules(policy.get())) {
      notes
          .of("policy")
          .action(
              "POLICY_RULES_DEFAULT",
              (none ? "No policy was read" : "The policy has neither acls nor grants")
                  + ", so that every device reaches every other here, and nobody logs in over"
                  + " Tailscale SSH unless a rule says so.",
              none
                  ? "Save the policy as acl.hujson in the export folder, or set one after the"
                      + " migration."
                  : "Write the rules into the policy if that is not meant.");
    }
  }

  /// An inventory of outputs or of a state can hold machine keys, and need not.
  private void machineKeys(Inventory built) {
    long without = built.nodes().stream().filter(node -> node.machineKey().isZero()).count();
    boolean canTell =
        export.kind() == ExportKind.TSCLI || export.kind() == ExportKind.TERRAFORM_STATE;
    if (canTell && without > 0) {
      notes
          .of("export " + export.place())
          .lossy(
              "MACHINE_KEYS_NOT_TOLD",
              without
                  + " devices come without a machine key; they cannot be recognised when they move"
                  + " and would all have to log in again.",
              "Export the tailnet with `wayleave export tailscale`, which reads the machine keys.");
    }
  }

  private Devices devices(DerpSection relays) throws SourceException {
    Devices devices =
        new Devices(notes, users, now, homes(relays), HostedSource.tellsKeys(export), held);
    long[] done = {0};
    Devices.Beside beside = new Beside();
    bodies.each(
        Section.DEVICES,
        device -> {
          devices.add(view.with(device), beside);
          if (++done[0] % EVERY == 0) {
            progress.at("reading devices", done[0], -1);
          }
        });
    progress.at("reading devices", done[0], done[0]);
    devices.end();
    Set<String> tailnets = users.tailnetIds();
    if (tailnets.size() > 1) {
      notes
          .of("section " + Section.USERS.file())
          .blocker(
              "MIXED_TAILNETS",
              "Its users are of several tailnets: " + String.join(", ", tailnets) + ".",
              "Export again into an empty folder.");
    }
    return devices;
  }

  private static Homes homes(DerpSection relays) throws SourceException {
    Optional<ObjectNode> regions = relays.regions();
    return regions.isEmpty()
        ? Homes.unknown()
        : Homes.in(
            new HomeRegions(
                RelayMap.read(
                    new ByteArrayInputStream(
                        regions.get().toString().getBytes(StandardCharsets.UTF_8)),
                    Section.DERP_MAP.file())));
  }

  /// What stands in files of their own for each device.
  private final class Beside implements Devices.Beside {
    @Override
    public Optional<HostedFields> attributes(String nodeId) throws SourceException {
      Optional<HostedFields> body = bodies.object(Section.DEVICE_ATTRIBUTES, nodeId);
      body.ifPresent(attributes -> kept.deviceAttributes(nodeId, attributes));
      return body;
    }

    @Override
    public List<String> sharedWith(String nodeId) throws SourceException {
      List<String> with = new ArrayList<>();
      bodies.each(
          Section.DEVICE_INVITES,
          nodeId,
          invite -> {
            kept.deviceInvite(invite);
            if (invite.flag("accepted")) {
              String login = invite.object("acceptedBy").text("loginName");
              with.add(login.isEmpty() ? "somebody" : login);
            }
          });
      return with;
    }
  }

  private void settings(Inventory.Builder inventory) throws SourceException {
    Optional<HostedFields> body = bodies.object(Section.SETTINGS);
    if (body.isPresent()) {
      inventory.add(SettingsSection.read(body.get()), body.get().row("settings"));
      SettingsSection.remark(body.get(), notes);
      kept.settings(body.get());
    }
  }

  private void dns(Inventory.Builder inventory, String suffix) throws SourceException {
    Optional<HostedFields> body = bodies.object(Section.DNS);
    if (body.isPresent()) {
      inventory.add(
          DnsSection.read(body.get(), suffix, notes.of("DNS settings")),
          body.get().row("dns-configuration"));
    }
  }

  private void lock(boolean secret, Devices devices) throws SourceException {
    Set<NodeKey> keys =
        devices.entities().stream()
            .map(node -> node.value().nodeKey())
            .filter(key -> !key.isZero())
            .collect(Collectors.toSet());
    LockSection.judge(
        bodies.object(Section.LOCK_STATUS),
        secret,
        new LockSection.Members(keys, devices.lockKeys(), devices.entities().size()),
        notes.of("tailnet lock"));
  }

  private List<Alias> aliases(Keys keys, Devices devices) {
    List<Alias> aliases = new ArrayList<>(users.aliases());
    aliases.addAll(keys.aliases());
    aliases.addAll(devices.aliases());
    Set<String> names = new TreeSet<>(users.tailnetIds());
    names.addAll(export.tailnetNames());
    names.add(devices.suffix());
    names.stream()
        .filter(name -> !name.isEmpty())
        .forEach(name -> aliases.add(new Alias("tailnet", "-", HostedSource.KIND, name)));
    return aliases;
  }

  private void others() throws SourceException {
    bodies.each(Section.SERVICES, kept::service);
    bodies.each(Section.WEBHOOKS, kept::webhook);
    bodies.object(Section.CONTACTS).ifPresent(kept::contacts);
    bodies.each(Section.POSTURE_INTEGRATIONS, kept::integration);
    bodies
        .object(Section.LOGSTREAM_CONFIGURATION)
        .ifPresent(body -> kept.logStream("configuration", body));
    bodies.object(Section.LOGSTREAM_NETWORK).ifPresent(body -> kept.logStream("network", body));
    bodies.each(Section.AUDIT, kept::auditEvent);
    bodies.each(Section.USER_INVITES, kept::userInvite);
  }
}
