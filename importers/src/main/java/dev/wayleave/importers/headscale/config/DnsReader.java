package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.DnsSettings.ExtraRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads `dns`, and `dns_config` of releases before 0.23.
final class DnsReader {
  /// The base domain that releases before 0.23 took where none was given.
  private static final String OLD_BASE_DOMAIN = "headscale.net";

  private static final String USER_NAMES = "dns.use_username_in_magic_dns";

  private final Settings settings;
  private final NamedFiles files;
  private final Findings findings;

  DnsReader(Settings settings, NamedFiles files, Findings findings) {
    this.settings = settings;
    this.files = files;
    this.findings = findings;
  }

  DnsSettings read() {
    boolean old =
        settings.anyWrittenAs("dns_config.") || settings.anyWrittenAs("HEADSCALE_DNS_CONFIG");
    // MagicDNS was off by default until `dns_config` became `dns`, and is on since.
    boolean magicDns = settings.flag("dns.magic_dns", settings.any("dns.") && !old);
    DnsSettings dns =
        new DnsSettings(
            magicDns,
            settings.text("dns.base_domain", old ? OLD_BASE_DOMAIN : ""),
            settings.flag("dns.override_local_dns", true),
            settings.texts("dns.nameservers.global"),
            split(),
            settings.texts("dns.search_domains"),
            extraRecords());
    check(dns, old);
    return dns;
  }

  private Map<String, List<String>> split() {
    Map<String, List<String>> split = new TreeMap<>();
    settings
        .table("dns.nameservers.split")
        .forEach((domain, servers) -> split.put(domain, Settings.texts(servers)));
    return split;
  }

  private List<ExtraRecord> extraRecords() {
    ExtraRecords reader = new ExtraRecords(findings);
    List<ExtraRecord> records = new ArrayList<>();
    Setting inline = settings.find("dns.extra_records");
    if (inline != null) {
      records.addAll(reader.read(inline));
    }
    Setting path = settings.find("dns.extra_records_path");
    if (path != null && !settings.text(path.key()).isEmpty()) {
      records.addAll(reader.readFile(path, settings.text(path.key()), files));
    }
    return records;
  }

  private void check(DnsSettings dns, boolean old) {
    if (dns.magicDns() && dns.baseDomain().isEmpty()) {
      findings.action(
          "DNS_BASE_DOMAIN_MISSING",
          "setting dns.base_domain",
          "MagicDNS is on and no base domain is set.",
          "Set dns.base_domain to the domain that the nodes' names end in.");
    }
    Setting userNames = settings.find(USER_NAMES);
    if (userNames != null && settings.flag(USER_NAMES, false)) {
      findings.action(
          "DNS_NAMES_WITH_USER",
          userNames.object(),
          "Nodes are named HOST.USER."
              + dns.baseDomain()
              + "; from now on they are HOST."
              + dns.baseDomain()
              + ".",
          "Change what uses the longer names, or add them as extra records.");
    } else if (old && userNames == null && dns.magicDns()) {
      findings.info(
          "DNS_NAMES_WITH_USER",
          "setting dns.base_domain",
          "Releases before 0.23 name nodes HOST.USER."
              + dns.baseDomain()
              + "; from now on they are HOST."
              + dns.baseDomain()
              + ".",
          "If this Headscale is that old, change what uses the longer names.");
    }
    Setting override = settings.find("dns.override_local_dns");
    if (override != null && dns.overrideLocalDns() && dns.nameservers().isEmpty()) {
      findings.action(
          "DNS_OVERRIDE_WITHOUT_NAMESERVERS",
          override.object(),
          "Nodes are told to use the tailnet's nameservers instead of their own, and there are none.",
          "Set dns.nameservers.global, or dns.override_local_dns to false.");
    }
  }
}
