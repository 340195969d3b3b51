package dev.wayleave.importers.tailscale.tscli;

import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.JsonOutline;
import dev.wayleave.importers.tailscale.tscli.Output.Dns;
import dev.wayleave.importers.tailscale.tscli.Output.DnsPart;
import dev.wayleave.importers.tailscale.tscli.Output.OfDevice;
import dev.wayleave.importers.tailscale.tscli.Output.Passed;
import dev.wayleave.importers.tailscale.tscli.Output.Whole;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Knows an output by its members, and an empty one by its file's name.
final class OutputShapes {
  private static final Set<String> POLICY =
      Set.of("acls", "grants", "groups", "tagowners", "hosts", "ssh", "nodeattrs", "autoapprovers");

  private static final Pattern DOMAIN = Pattern.compile("[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)+\\.?");

  /// Words in a file's name that say what an empty output is of; the first that fits counts.
  private static final List<Map.Entry<Pattern, Section>> NAMES =
      List.of(
          named("user-invites?|invites-users?", Section.USER_INVITES),
          named("devices?|machines?|nodes?", Section.DEVICES),
          named("users?", Section.USERS),
          named("keys?", Section.KEYS),
          named("services?", Section.SERVICES),
          named("webhooks?", Section.WEBHOOKS),
          named("integrations?|posture-integrations?", Section.POSTURE_INTEGRATIONS),
          named("acls?|policy|policies", Section.POLICY));

  private OutputShapes() {}

  private static Map.Entry<Pattern, Section> named(String words, Section section) {
    return Map.entry(Pattern.compile("(.*[-_. ])?(" + words + ")"), section);
  }

  static Optional<Output> of(JsonOutline outline, String fileName) {
    if (outline.empty()) {
      return byName(fileName);
    }
    return outline.list() ? element(outline.element()) : object(outline);
  }

  /// What an empty list or object is of.
  private static Optional<Output> byName(String fileName) {
    String stem = fileName.toLowerCase(Locale.ROOT).replaceFirst("\\.[a-z]+$", "");
    return NAMES.stream()
        .filter(entry -> entry.getKey().matcher(stem).matches())
        .findFirst()
        .map(entry -> new Whole(entry.getValue()));
  }

  private static Optional<Output> element(Set<String> members) {
    if (any(members, "nodeKey", "machineKey") || all(members, "addresses", "hostname")) {
      return whole(Section.DEVICES);
    }
    if (members.contains("loginName")) {
      return whole(Section.USERS);
    }
    if (any(members, "endpointUrl", "endpointId")) {
      return whole(Section.WEBHOOKS);
    }
    if (members.contains("inviteUrl") || all(members, "role", "email")) {
      return any(members, "deviceId", "sharerId", "allowExitNode")
          ? Optional.of(new OfDevice(Section.DEVICE_INVITES))
          : whole(Section.USER_INVITES);
    }
    if (any(members, "keyType", "expirySeconds", "capabilities", "scopes")) {
      return whole(Section.KEYS);
    }
    if (all(members, "addrs", "ports")) {
      return whole(Section.SERVICES);
    }
    if (members.contains("provider")) {
      return whole(Section.POSTURE_INTEGRATIONS);
    }
    if (any(members, "actor", "eventGroupID")) {
      return whole(Section.AUDIT);
    }
    return Optional.empty();
  }

  private static Optional<Output> object(JsonOutline outline) {
    return Stream.of(envelope(outline), settings(outline), dns(outline))
        .flatMap(Optional::stream)
        .findFirst()
        .or(() -> policy(outline));
  }

  private static Optional<Output> envelope(JsonOutline outline) {
    for (Section section : Section.values()) {
      if (section == Section.AUDIT) {
        continue;
      }
      if (!section.envelope().isEmpty() && outline.has(section.envelope())) {
        return whole(section);
      }
    }
    if (outline.has("logs")) {
      Set<String> entry = outline.members().getOrDefault("logs", Set.of());
      return any(entry, "virtualTraffic", "physicalTraffic", "subnetTraffic", "exitTraffic")
          ? Optional.of(new Passed("network flow logs"))
          : whole(Section.AUDIT);
    }
    return Optional.empty();
  }

  private static Optional<Output> settings(JsonOutline outline) {
    if (any(outline.members().keySet(), "devicesApprovalOn", "devicesKeyDurationDays")) {
      return whole(Section.SETTINGS);
    }
    if (outline.hasAll("account", "support", "security")) {
      return whole(Section.CONTACTS);
    }
    if (outline.hasAll("logType", "destinationType")) {
      return Optional.of(new Passed("a log stream of which the name does not tell the type"));
    }
    if (outline.has("Regions")) {
      return whole(Section.DERP_MAP);
    }
    if (outline.hasAll("Enabled", "NodeKey")) {
      return whole(Section.LOCK_STATUS);
    }
    if (outline.has("attributes")) {
      return Optional.of(new OfDevice(Section.DEVICE_ATTRIBUTES));
    }
    if (outline.has("advertisedRoutes")) {
      return Optional.of(new Passed("the routes of one device, which the list of devices holds"));
    }
    return Optional.empty();
  }

  private static Optional<Output> dns(JsonOutline outline) {
    Set<String> members = outline.members().keySet();
    if (any(members, "splitDNS", "nameservers")) {
      return whole(Section.DNS);
    }
    if (members.contains("dns")) {
      return Optional.of(new Dns(DnsPart.NAMESERVERS));
    }
    if (members.equals(Set.of("magicDNS"))) {
      return Optional.of(new Dns(DnsPart.PREFERENCES));
    }
    if (members.equals(Set.of("searchPaths"))) {
      return Optional.of(new Dns(DnsPart.SEARCH_PATHS));
    }
    return members.stream().allMatch(member -> DOMAIN.matcher(member).matches())
        ? Optional.of(new Dns(DnsPart.SPLIT))
        : Optional.empty();
  }

  private static Optional<Output> policy(JsonOutline outline) {
    return outline.members().keySet().stream()
            .anyMatch(member -> POLICY.contains(member.toLowerCase(Locale.ROOT)))
        ? whole(Section.POLICY)
        : Optional.empty();
  }

  private static Optional<Output> whole(Section section) {
    return Optional.of(new Whole(section));
  }

  private static boolean any(Set<String> members, String... names) {
    return Stream.of(names).anyMatch(members::contains);
  }

  private static boolean all(Set<String> members, String... names) {
    return members.containsAll(Set.of(names));
  }
}
