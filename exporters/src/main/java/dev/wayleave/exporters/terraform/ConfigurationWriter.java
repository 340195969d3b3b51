package dev.wayleave.exporters.terraform;

import dev.wayleave.exporters.hosted.HostedSettings;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.PolicyVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Writes an inventory as configuration, one file for each area.
final class ConfigurationWriter {
  /// The policy stands in a file of its own, byte for byte: HuJSON needs no quoting there.
  static final String POLICY_FILE = "policy.hujson";

  private final Inventory inventory;
  private final TreeMap<String, String> files = new TreeMap<>();
  private final Set<EntityRef> carried = new TreeSet<>();
  private final List<Finding> findings = new ArrayList<>();

  private ConfigurationWriter(Inventory inventory) {
    this.inventory = inventory;
  }

  static Configuration write(Inventory inventory) {
    return new ConfigurationWriter(inventory).configuration();
  }

  private Configuration configuration() {
    put("provider.tf", provider());
    inventory.policyInUse().ifPresent(this::policy);
    inventory.dns().ifPresent(this::dns);
    DeviceBlocks devices = new DeviceBlocks(inventory);
    put("devices.tf", devices.blocks());
    carried.addAll(devices.carried());
    findings.addAll(devices.findings());
    hosted();
    findings.addAll(TerraformFindings.of(inventory));
    return new Configuration(files, carried, findings);
  }

  private void put(String file, List<HclBlock> blocks) {
    if (!blocks.isEmpty()) {
      files.put(file, HclBlock.file(blocks));
    }
  }

  /// Import blocks are known since Terraform 1.5; credentials come from the environment.
  private static List<HclBlock> provider() {
    return List.of(
        HclBlock.block("terraform")
            .text("required_version", ">= 1.5.0")
            .with(
                HclBlock.block("required_providers")
                    .expression(
                        "tailscale",
                        "{ source = \"tailscale/tailscale\", version = \">= 0.29.0\" }")),
        HclBlock.block("provider", "tailscale"));
  }

  private void policy(PolicyVersion version) {
    if (version.text().isBlank()) {
      findings.add(HostedSettings.emptyPolicy(version));
      return;
    }
    files.put(POLICY_FILE, version.text());
    put(
        "acl.tf",
        List.of(
            HclBlock.importing("tailscale_acl", "policy", "acl"),
            HclBlock.resource("tailscale_acl", "policy")
                .expression("acl", "file(\"${path.module}/" + POLICY_FILE + "\")")));
    carried.add(EntityRef.of(version));
  }

  private void dns(DnsSettings dns) {
    HclBlock resource =
        HclBlock.resource("tailscale_dns_configuration", "dns")
            .flag("magic_dns", dns.magicDns())
            .flag("override_local_dns", dns.overrideLocalDns())
            .texts("search_paths", dns.searchDomains());
    dns.nameservers().forEach(server -> resource.with(nameserver(server)));
    dns.splitNameservers()
        .forEach((domain, servers) -> {
          HclBlock split = HclBlock.block("split_dns").text("domain", domain);
          servers.forEach(server -> split.with(nameserver(server)));
          resource.with(split);
        });
    put(
        "dns.tf",
        List.of(
            HclBlock.importing("tailscale_dns_configuration", "dns", "dns_configuration"),
            resource));
    carried.add(EntityRef.of(dns));
    findings.addAll(TerraformFindings.dns(dns));
  }

  private static HclBlock nameserver(String address) {
    return HclBlock.block("nameservers").text("address", address);
  }

  private void hosted() {
    HostedBlocks blocks = new HostedBlocks();
    HostedSettings settings = HostedSettings.of(inventory);
    blocks.settings(settings.values());
    findings.addAll(settings.findings());
    EntityRef kept = settings.kept();
    if (kept != null) {
      carried.add(kept);
    }
    for (HostedObject object : inventory.hosted()) {
      if (!object.type().equals(HostedSettings.TYPE) && blocks.take(object)) {
        carried.add(EntityRef.of(object));
      }
    }
    blocks.files().forEach(this::put);
    findings.addAll(blocks.findings());
  }
}
