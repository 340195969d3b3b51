package dev.wayleave.importers.tailscale.member;

import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.tailnet.inventory.Finding;
import java.nio.file.Path;
import java.util.List;

/// What a member of a tailnet cannot tell of it.
final class MemberFindings {
  private MemberFindings() {}

  static Finding machineKeys(Path file, int without) {
    return Finding.lossy(
        "MACHINE_KEYS_NOT_TOLD",
        "file " + file,
        without
            + " devices come without a machine key, which a member of the tailnet does not see; they"
            + " cannot be recognised when they move and would all have to log in again.",
        "Export the tailnet with `wayleave export tailscale`, which reads the machine keys.");
  }

  static List<Finding> always(Path file, String member, int devices) {
    String object = "file " + file;
    return List.of(
        Finding.action(
            "VIEW_OF_ONE_MEMBER",
            object,
            "It holds the "
                + devices
                + " devices that "
                + ExportJson.shown(member)
                + " may see; the policy may hide others from it.",
            "Compare the number with the machines page of the admin console."),
        Finding.action(
            "POLICY_NOT_TOLD",
            object,
            "A member does not know the tailnet's policy.",
            "Copy it from the access controls page of the admin console and give it as"
                + " acl.hujson in an export folder."),
        Finding.action(
            "ROLES_NOT_TOLD",
            object,
            "A member knows names of users, but not their roles, nor who is suspended or awaits"
                + " approval, nor users without a device that it sees.",
            "Name owner and administrators after the move, and suspend again who was."),
        Finding.action(
            "ROUTES_AS_SEEN",
            object,
            "Only routes in use are seen: what is advertised and not approved, and the standby"
                + " routers of a subnet, are missing.",
            "Compare the routes of each subnet router with the admin console."),
        Finding.action(
            "EPHEMERAL_NOT_TOLD",
            object,
            "A member does not see which devices are ephemeral or await approval; all are taken for"
                + " lasting and approved.",
            "Remove devices that should not move from the file or the old tailnet first."));
  }

  static Finding dnsNotTold(Path file) {
    return Finding.action(
        "DNS_NOT_TOLD",
        "file " + file,
        "A status does not hold the tailnet's nameservers and search domains.",
        "Take `tailscale debug netmap` of the same member, or copy the DNS page of the admin"
            + " console.");
  }

  static Finding dnsAsServed(Path file) {
    return Finding.info(
        "DNS_AS_SERVED",
        "file " + file,
        "The DNS settings are those that this member gets, which node attributes may have changed"
            + " (a NextDNS profile, for example).",
        "Compare them with the DNS page of the admin console.");
  }

  static Finding relayByCode(Path file) {
    return Finding.info(
        "RELAY_BY_CODE",
        "file " + file,
        "Home regions are told by their code only, not by their id.",
        "Give the relay map with --derp-map, so that they can be resolved.");
  }
}
