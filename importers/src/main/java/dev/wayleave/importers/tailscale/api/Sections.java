package dev.wayleave.importers.tailscale.api;

import dev.wayleave.importers.tailscale.Section;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/// What is asked for each section.
final class Sections {
  /// How far back the API keeps its audit log.
  static final Duration AUDIT_WINDOW = Duration.ofDays(90);

  private static final long MEGABYTE = 1L << 20;
  private static final long LIST_LIMIT = 1024 * MEGABYTE;
  private static final long LIMIT = 64 * MEGABYTE;
  private static final long DEVICE_LIMIT = 4 * MEGABYTE;

  private Sections() {}

  /// The paths to ask below the tailnet's own, the next where the one before is not there; none
  /// where the API does not tell the section.
  static List<String> paths(Section section, Instant now) {
    return switch (section) {
      case DEVICES -> List.of("devices?fields=all");
      case USERS -> List.of("users?type=all");
      case POLICY -> List.of("acl");
      case DNS -> List.of("dns/configuration");
      case SETTINGS -> List.of("settings");
      case KEYS -> List.of("keys?all=true");
      case SERVICES -> List.of("services", "vip-services");
      case WEBHOOKS -> List.of("webhooks");
      case CONTACTS -> List.of("contacts");
      case POSTURE_INTEGRATIONS -> List.of("posture/integrations");
      case LOGSTREAM_CONFIGURATION -> List.of("logging/configuration/stream");
      case LOGSTREAM_NETWORK -> List.of("logging/network/stream");
      case AUDIT -> List.of("logging/configuration?" + window(now));
      case USER_INVITES -> List.of("user-invites");
      case DERP_MAP, LOCK_STATUS, DEVICE_ATTRIBUTES, DEVICE_INVITES -> List.of();
    };
  }

  private static String window(Instant now) {
    Instant end = now.truncatedTo(ChronoUnit.SECONDS);
    return "start=%s&end=%s"
        .formatted(
            HostedAddress.encoded(end.minus(AUDIT_WINDOW).toString()),
            HostedAddress.encoded(end.toString()));
  }

  /// The path of a section that each device has.
  static String path(Section section, String nodeId) {
    String rest = section == Section.DEVICE_INVITES ? "device-invites" : "attributes";
    return "device/" + HostedAddress.encoded(nodeId) + "/" + rest;
  }

  /// The policy comes as it was written; everything else is JSON.
  static Question question(Section section, String path) {
    Question question = Question.get(path);
    return section == Section.POLICY ? question.with("Accept", "application/hujson") : question;
  }

  /// How many bytes of it are taken.
  static long limit(Section section) {
    return switch (section) {
      case DEVICES, AUDIT, USERS, KEYS -> LIST_LIMIT;
      case DEVICE_ATTRIBUTES, DEVICE_INVITES -> DEVICE_LIMIT;
      case POLICY,
          DNS,
          SETTINGS,
          SERVICES,
          WEBHOOKS,
          CONTACTS,
          POSTURE_INTEGRATIONS,
          LOGSTREAM_CONFIGURATION,
          LOGSTREAM_NETWORK,
          USER_INVITES,
          DERP_MAP,
          LOCK_STATUS ->
          LIMIT;
    };
  }
}
