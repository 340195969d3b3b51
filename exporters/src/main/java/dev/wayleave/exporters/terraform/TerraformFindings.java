package dev.wayleave.exporters.terraform;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.Secret;
import java.util.ArrayList;
import java.util.List;

/// What the provider has no place for.
final class TerraformFindings {
  private static final String OBJECT = "Terraform configuration";

  private TerraformFindings() {}

  static Finding lookedUp(int devices) {
    return Finding.action(
        "DEVICES_MUST_HAVE_JOINED",
        OBJECT,
        devices
            + " devices are looked up by their host names, as the hosted plane has no id of them"
            + " yet.",
        "Let them join the hosted tailnet before `terraform plan`, or take their blocks out of"
            + " devices.tf.");
  }

  static Finding notFound(Node node) {
    return Finding.lossy(
        "DEVICE_NOT_NAMED_ALONE",
        "node " + node.id() + " (" + node.label() + ")",
        "No host name tells it from all others, so that nothing can be set on it.",
        "Give it a host name of its own, or set it in the admin console after it has joined.");
  }

  static Finding left(String type, int count) {
    return Finding.info(
        "HOSTED_OBJECTS_KEPT",
        type,
        count + " of these are kept as data, and the provider has no place for them.",
        "Check in the admin console that what is still wanted is there; a bundle keeps them.");
  }

  static Finding needsSecret(HostedObject object) {
    return Finding.lossy(
        "NEEDS_A_SECRET",
        object.type() + " " + object.id(),
        "The provider asks for its secret, and none is ever written.",
        "Add it to the configuration with a sensitive variable.");
  }

  static List<Finding> dns(DnsSettings dns) {
    List<Finding> findings = new ArrayList<>();
    if (!dns.extraRecords().isEmpty()) {
      findings.add(
          Finding.lossy(
              "EXTRA_RECORDS_NOT_HOSTED",
              "DNS settings",
              "The hosted plane serves no records of one's own; there are "
                  + dns.extraRecords().size()
                  + ".",
              "Serve them from a nameserver, and send their domain there with split DNS."));
    }
    if (!dns.baseDomain().isEmpty()) {
      findings.add(
          Finding.info(
              "SUFFIX_IS_GIVEN",
              "DNS settings",
              "The hosted plane gives the MagicDNS suffix; "
                  + dns.baseDomain()
                  + " does not become it.",
              "Tell users and scripts the new names."));
    }
    return findings;
  }

  static List<Finding> of(Inventory inventory) {
    List<Finding> findings = new ArrayList<>();
    long keys = (long) inventory.preAuthKeys().size() + inventory.apiKeys().size();
    add(
        findings,
        inventory.nodes().size(),
        Finding.action(
            "DEVICES_JOIN_BY_THEMSELVES",
            OBJECT,
            "Terraform makes no device and sets neither names nor addresses.",
            "Let the devices join; `--to tailscale:` sets their names and IPv4 addresses."));
    add(
        findings,
        inventory.users().size(),
        Finding.action(
            "USERS_ARE_INVITED",
            OBJECT,
            "Terraform makes no users; there are " + inventory.users().size() + " here.",
            "Invite them, or let them log in with the identity provider of the hosted tailnet."));
    add(
        findings,
        keys,
        Finding.lossy(
            "KEYS_NOT_WRITTEN",
            OBJECT,
            keys + " keys are not written: they could only be made anew, with other secrets.",
            "Add tailscale_tailnet_key where one is needed; its secret will be in the state."));
    add(
        findings,
        inventory.oauthClients().size(),
        Finding.lossy(
            "CLIENTS_NOT_WRITTEN",
            OBJECT,
            inventory.oauthClients().size()
                + " OAuth clients of this plane are not written, as none works on another.",
            "Add tailscale_oauth_client where one is needed; its secret will be in the state."));
    add(
        findings,
        inventory.identityProviders().size(),
        Finding.action(
            "IDENTITY_PROVIDERS_NOT_WRITTEN",
            OBJECT,
            "The provider does not set at which identity provider people log in.",
            "Choose it in the admin console."));
    add(
        findings,
        inventory.derp().isPresent() ? 1 : 0,
        Finding.action(
            "DERP_NOT_WRITTEN",
            "DERP settings",
            "The hosted plane has relays of its own.",
            "Put regions that are to stay into derpMap of the policy, with ids from 900 to 999."));
    add(
        findings,
        inventory.nodes().stream().filter(node -> !node.attributes().isEmpty()).count(),
        Finding.lossy(
            "ATTRIBUTES_NOT_WRITTEN",
            OBJECT,
            "The provider sets no posture attributes on devices.",
            "Set them over the API."));
    add(
        findings,
        inventory.secrets().stream()
            .filter(secret -> secret.role() == Secret.SecretRole.LOCK_DISABLEMENT)
            .count(),
        Finding.lossy(
            "LOCK_DISABLEMENT_NOT_WRITTEN",
            "secret " + Secret.SecretRole.LOCK_DISABLEMENT.label(),
            "No secret is written, and the hosted plane takes no disablement secret: devices which"
                + " still hold the lock of another tailnet reach nobody there.",
            "Let such devices join with a new profile (tailscale login); keep the secret in a"
                + " bundle."));
    add(
        findings,
        inventory.policies().stream().filter(version -> !version.inUse()).count(),
        Finding.info(
            "FORMER_POLICIES_NOT_WRITTEN",
            OBJECT,
            "Only the policy in use is written.",
            "Keep a bundle if former ones are needed."));
    add(
        findings,
        inventory.policyInUse().filter(policy -> !policy.text().isBlank()).isPresent() ? 1 : 0,
        Finding.action(
            "POLICY_JUDGED_BY_PLAN",
            "policy",
            "The policy is written as it is; the hosted plane may not take all of its words.",
            "Run `terraform plan`, which has the policy checked, before `terraform apply`."));
    return findings;
  }

  private static void add(List<Finding> findings, long count, Finding finding) {
    if (count > 0) {
      findings.add(finding);
    }
  }
}
