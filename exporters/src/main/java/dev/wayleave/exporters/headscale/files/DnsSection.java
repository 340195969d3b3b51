package dev.wayleave.exporters.headscale.files;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.DnsSettings.ExtraRecord;
import dev.wayleave.tailnet.model.SecretText;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the nodes are told about DNS; further names are a file.
final class DnsSection {
  private static final String RECORDS = "dns.extra_records_path";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Draft draft;

  DnsSection(Draft draft) {
    this.draft = draft;
  }

  void write(DnsSettings dns) {
    draft.set("dns.magic_dns", dns.magicDns());
    draft.set("dns.base_domain", dns.baseDomain());
    draft.set("dns.override_local_dns", overrides(dns));
    draft.set("dns.nameservers.global", ConfigValue.of(dns.nameservers()));
    draft.set("dns.nameservers.split", new ConfigValue.Lists(dns.splitNameservers()));
    draft.set("dns.search_domains", ConfigValue.of(dns.searchDomains()));
    if (dns.magicDns() && dns.baseDomain().isEmpty()) {
      draft.blocker(
          "DNS_BASE_DOMAIN_MISSING",
          "dns.base_domain",
          "MagicDNS is on and no base domain is set, and Headscale does not start.",
          "Set the base domain, or turn MagicDNS off, before exporting.");
    }
    String path = draft.source(RECORDS);
    if (!dns.extraRecords().isEmpty() || (path != null && !path.isEmpty())) {
      draft.file(RECORDS, "extra_records.json", SecretText.of(json(dns.extraRecords())), false);
    }
  }

  /// Headscale does not start where there is nothing to replace the nodes' own nameservers with.
  private boolean overrides(DnsSettings dns) {
    if (!dns.overrideLocalDns() || !dns.nameservers().isEmpty()) {
      return dns.overrideLocalDns();
    }
    draft.info(
        "DNS_OVERRIDE_WITHOUT_NAMESERVERS",
        "dns.override_local_dns",
        "There are no nameservers to take the place of the nodes' own, so that the nodes keep"
            + " theirs; it is written as false.",
        "Nothing.");
    return false;
  }

  private static String json(List<ExtraRecord> records) {
    List<Map<String, String>> list = records.stream().map(DnsSection::members).toList();
    try {
      return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(list) + "\n";
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts in lists and maps are JSON", e);
    }
  }

  private static Map<String, String> members(ExtraRecord record) {
    Map<String, String> members = new LinkedHashMap<>();
    members.put("name", record.name());
    members.put("type", record.type());
    members.put("value", record.value());
    return members;
  }
}
