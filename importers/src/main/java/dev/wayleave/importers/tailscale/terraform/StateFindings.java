package dev.wayleave.importers.tailscale.terraform;

import dev.wayleave.importers.tailscale.Section;
import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.tailnet.inventory.Finding;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// What a Terraform state cannot tell of a tailnet.
final class StateFindings {
  private StateFindings() {}

  static Finding unknownDevice(Path file, StateObject setting, String id) {
    return Finding.lossy(
        "DEVICE_NOT_IN_STATE",
        setting.address(),
        "It sets something on device "
            + ExportJson.shown(id)
            + ", of which "
            + file
            + " holds neither name, keys nor addresses.",
        "Add the data source tailscale_devices to the configuration and run terraform apply"
            + " -refresh-only, then save the state again.");
  }

  static Finding unread(StateObject object) {
    return Finding.lossy(
        "STATE_OBJECT_NOT_READ",
        object.address(),
        "Objects of type " + object.type() + " are not read from a state.",
        "Set it up on the new side by hand if it is needed there.");
  }

  static Finding partOfDns(Path file, List<String> missing) {
    return Finding.action(
        "DNS_IN_PART",
        "file " + file,
        "The state manages DNS settings in part; it does not tell "
            + String.join(", ", missing)
            + ", which are taken for not set"
            + (missing.contains("magicDNS") ? ", MagicDNS for on." : "."),
        "Compare the result with the DNS page of the admin console.");
  }

  static Finding secrets(Path file, int keys) {
    return Finding.action(
        "SECRETS_STAY_IN_STATE",
        "file " + file,
        keys
            + " keys and other objects of the state may come with their secrets; those are never"
            + " copied out of it.",
        "Adopt an auth key by giving its text where the move asks for it; make other secrets"
            + " anew.");
  }

  static List<Finding> of(Path file, Set<Section> told) {
    List<Finding> findings = new ArrayList<>();
    String object = "file " + file;
    findings.add(
        Finding.action(
            "STATE_IS_AS_OLD_AS_ITS_REFRESH",
            object,
            "A state tells what was there when Terraform last looked, and only what is managed or"
                + " looked up with it.",
            "Run `terraform apply -refresh-only` and save the state again before the move."));
    if (!told.contains(Section.DEVICES)) {
      findings.add(
          Finding.lossy(
              "DEVICES_NOT_TOLD",
              object,
              "The state holds no data source with devices, so no device could be recognised when"
                  + " it moves.",
              "Add the data source tailscale_devices to the configuration, or export the tailnet"
                  + " with `wayleave export tailscale`."));
    } else {
      findings.add(
          Finding.action(
              "DEVICE_DETAILS_NOT_TOLD",
              object,
              "The provider looks up no routes, endpoints, home relays, posture attributes, nor"
                  + " which devices are ephemeral; routes come only from"
                  + " tailscale_device_subnet_routes.",
              "Compare subnet routers and ephemeral devices with the admin console."));
    }
    if (!told.contains(Section.USERS)) {
      findings.add(
          Finding.action(
              "USERS_NOT_TOLD",
              object,
              "The state holds no data source with users; owners are known by their login only.",
              "Add the data source tailscale_users to the configuration."));
    }
    if (!told.contains(Section.POLICY)) {
      findings.add(
          Finding.action(
              "POLICY_NOT_TOLD",
              object,
              "The state holds no tailscale_acl, so the tailnet's policy is not known.",
              "Copy it from the access controls page of the admin console and give it as"
                  + " acl.hujson in an export folder."));
    }
    return findings;
  }
}
