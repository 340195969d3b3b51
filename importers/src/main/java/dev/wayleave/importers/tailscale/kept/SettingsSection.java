package dev.wayleave.importers.tailscale.kept;

import dev.wayleave.importers.tailscale.json.HostedFields;
import dev.wayleave.importers.tailscale.json.HostedNotes;
import dev.wayleave.importers.tailscale.json.ObjectNotes;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.ServerSettings;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// Reads the tailnet's settings: what has a counterpart here, and what is lost.
public final class SettingsSection {
  /// The ranges of every hosted tailnet.
  private static final IpPrefix V4 = IpPrefix.parse("100.64.0.0/10");

  private static final IpPrefix V6 = IpPrefix.parse("fd7a:115c:a1e0::/48");

  private SettingsSection() {}

  public static ServerSettings read(HostedFields body) {
    Map<String, String> other = new TreeMap<>();
    body.maybe("devicesApprovalOn")
        .ifPresent(on -> other.put(ServerSettings.DEVICE_APPROVAL, on.toString()));
    body.maybe("usersApprovalOn")
        .ifPresent(on -> other.put(ServerSettings.USER_APPROVAL, on.toString()));
    body.maybe("devicesAutoUpdatesOn")
        .ifPresent(on -> other.put("auto_update.enabled", on.toString()));
    String expiry =
        body.number("devicesKeyDurationDays")
            .filter(days -> days > 0 && days <= 36_500)
            .map(days -> Duration.ofDays(days).toString())
            .orElse(null);
    return new ServerSettings("", "", V4, V6, "random", expiry, null, null, other);
  }

  public static void remark(HostedFields body, HostedNotes notes) {
    if (body.flag("httpsEnabled")) {
      setting(notes, "httpsEnabled")
          .lossy(
              "CERTIFICATES",
              "HTTPS is enabled: devices may serve certificates for names under ts.net, which"
                  + " nobody renews once they have moved.",
              "Look for `tailscale cert` and `tailscale serve` on devices, and give them other"
                  + " names and certificates.");
    }
    if (body.flag("networkFlowLoggingOn")) {
      setting(notes, "networkFlowLoggingOn")
          .lossy(
              "FLOW_LOGS",
              "Network flow logs are collected; here there are none.",
              "Collect flows on the devices, or accept the loss.");
    }
    if (body.flag("regionalRoutingOn")) {
      setting(notes, "regionalRoutingOn")
          .lossy(
              "REGIONAL_ROUTING",
              "Traffic goes to the nearest of several routers; here one of them carries it all.",
              "Accept the loss, or give each region routes of its own.");
    }
    if (body.flag("usersApprovalOn")) {
      setting(notes, "usersApprovalOn")
          .info(
              "USER_APPROVAL",
              "New users wait for an administrator's approval, here too.",
              "Let them in with \"wayleave users approve\", or end it with \"wayleave settings set"
                  + " --user-approval off\".");
    }
    if (body.flag("postureIdentityCollectionOn")) {
      setting(notes, "postureIdentityCollectionOn")
          .info(
              "POSTURE_IDENTITY",
              "Serial numbers of devices are collected; those told are kept in the devices' rows.",
              "Nothing.");
    }
    if (body.flag("aclsExternallyManagedOn")) {
      setting(notes, "aclsExternallyManagedOn")
          .action(
              "POLICY_MANAGED_ELSEWHERE",
              "The policy is managed at " + HostedNotes.quoted(body.text("aclsExternalLink")) + ".",
              "Point what pushes it at the new plane once the migration is applied.");
    }
  }

  private static ObjectNotes setting(HostedNotes notes, String name) {
    return notes.of("setting " + name);
  }
}
