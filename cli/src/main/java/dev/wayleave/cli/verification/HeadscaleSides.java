package dev.wayleave.cli.verification;

import dev.wayleave.exporters.headscale.files.LoginProvider;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.policy.dialect.HeadscaleExport;
import dev.wayleave.tailnet.policy.dialect.Originals;
import dev.wayleave.tailnet.policy.dialect.Originals.WayBack;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Two sides of which the target is a Headscale, as they can be compared.
///
/// A database holds no settings and no files. Of the versions of a policy those are compared that
/// can be rows, and which of them is in force: on the target the one that Headscale goes by, on the
/// source the text that this Headscale is to be given for it.
///
/// @param notes what is not compared
record HeadscaleSides(Inventory source, Inventory target, List<Finding> notes) {
  private static final Set<EntityKind> OUTSIDE =
      EnumSet.of(
          EntityKind.SERVER, EntityKind.DNS, EntityKind.DERP, EntityKind.SECRET, EntityKind.ALIAS);

  /// @param given of which a whole server is told of one provider, and a database alone of none
  static HeadscaleSides of(Inventory given, Inventory target) {
    Inventory source = target.server().isPresent() ? LoginProvider.of(given).inventory() : given;
    List<Finding> notes = new ArrayList<>();
    Inventory.Builder left = Inventory.builder(source.source());
    Inventory.Builder right = Inventory.builder(target.source());
    for (EntityKind kind : EntityKind.values()) {
      if (kind == EntityKind.POLICY) {
        continue;
      }
      boolean outside = OUTSIDE.contains(kind) && target.entities(kind).isEmpty();
      if (outside) {
        note(kind, source.entities(kind), notes);
      } else {
        source.entities(kind).forEach(left::add);
      }
      target.entities(kind).forEach(right::add);
    }
    NodeForms.level(source, target, left, right);
    UserForms.level(source, target, left);
    source
        .server()
        .filter(_ -> target.server().isPresent())
        .map(HeadscaleSides::placeless)
        .ifPresent(left::replace);
    target.server().map(HeadscaleSides::placeless).ifPresent(right::replace);
    policies(source, target, left, right, notes);
    return new HeadscaleSides(left.build(), right.build(), notes);
  }

  /// The settings without where the server keeps its files and its database, which is another place
  /// on every machine.
  private static ServerSettings placeless(ServerSettings server) {
    Map<String, String> other = new TreeMap<>(server.other());
    other.keySet().removeIf(key -> key.startsWith("database.") || key.endsWith("path"));
    return new ServerSettings(
        server.serverUrl(),
        server.listenAddress(),
        server.prefixV4(),
        server.prefixV6(),
        server.allocation(),
        server.nodeExpiry(),
        server.ephemeralTimeout(),
        server.oidc(),
        other);
  }

  private static void note(EntityKind kind, Collection<Entity<?>> entities, List<Finding> notes) {
    if (!entities.isEmpty()) {
      notes.add(
          Finding.info(
              "NOT_IN_DATABASE",
              kind.plural() + " (" + entities.size() + ")",
              "A database of Headscale does not hold them, so they were not compared.",
              "Compare the server's files where they were written too."));
    }
  }

  private static void policies(
      Inventory source,
      Inventory target,
      Inventory.Builder left,
      Inventory.Builder right,
      List<Finding> notes) {
    PolicyVersion inForce = stored(target);
    String present = inForce == null ? null : inForce.id();
    target.policies().stream()
        .filter(version -> isStored(version, target))
        .forEach(version -> right.add(version(version, version.id().equals(present))));
    List<PolicyVersion> versions =
        source.policies().stream().filter(version -> isStored(version, target)).toList();
    PolicyVersion given = stored(source);
    boolean file = given != null && given.id().equals(PolicyVersion.FILE_ID);
    if (file && !holdsFile(target)) {
      note(
          EntityKind.POLICY,
          source.entities(EntityKind.POLICY).stream()
              .filter(entity -> entity.ref().id().equals(PolicyVersion.FILE_ID))
              .collect(Collectors.toList()),
          notes);
      versions.forEach(version -> left.add(version(version, version.id().equals(present))));
      return;
    }
    Optional<String> wanted = wanted(source, target);
    Set<String> ids = versions.stream().map(PolicyVersion::id).collect(Collectors.toSet());
    boolean held = false;
    for (PolicyVersion version : versions) {
      boolean newest = version.id().equals(versions.getLast().id());
      boolean used = newest && wanted.filter(version.text()::equals).isPresent();
      held |= used;
      left.add(version(version, used));
    }
    if (wanted.isPresent() && !held) {
      // The target numbers it; which number that is says nothing.
      left.add(
          version(
              inForce != null && inForce.text().equals(wanted.get()) && !ids.contains(inForce.id())
                  ? inForce
                  : unmatched(wanted.get()),
              true));
    }
  }

  private static PolicyVersion unmatched(String text) {
    return new PolicyVersion("in force", text, true, "", null);
  }

  /// What the target is to go by for the source's policy.
  private static Optional<String> wanted(Inventory source, Inventory target) {
    return PolicyEngine.ofRelease(target.source().release())
        .flatMap(engine -> new HeadscaleExport(engine, source).export().text());
  }

  /// The version that Headscale itself goes by, whatever it was rewritten as for reading.
  private static @Nullable PolicyVersion stored(Inventory inventory) {
    return Originals.forSource(inventory.policies()) instanceof WayBack.Text(PolicyVersion version)
        ? version
        : null;
  }

  private static boolean holdsFile(Inventory target) {
    return target.policies().stream().anyMatch(v -> v.id().equals(PolicyVersion.FILE_ID));
  }

  private static boolean isStored(PolicyVersion version, Inventory target) {
    boolean file = version.id().equals(PolicyVersion.FILE_ID) && holdsFile(target);
    return file || version.id().matches("[1-9]\\d{0,17}");
  }

  /// What a row keeps of a version.
  private static PolicyVersion version(PolicyVersion version, boolean inUse) {
    return new PolicyVersion(version.id(), version.text(), inUse, "", version.createdAt());
  }
}
