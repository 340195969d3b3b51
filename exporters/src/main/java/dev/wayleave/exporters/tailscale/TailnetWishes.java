package dev.wayleave.exporters.tailscale;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.exporters.hosted.HostedSettings;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.PolicyVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// What the source wants of the tailnet as a whole: policy, DNS, settings.
final class TailnetWishes {
  private final Inventory source;
  private final HostedState present;
  private final List<Finding> findings;
  private final boolean empty;

  TailnetWishes(Inventory source, HostedState present, List<Finding> findings) {
    this.source = source;
    this.present = present;
    this.findings = findings;
    this.empty = present.devices().isEmpty();
  }

  List<Wish> wishes() {
    List<Wish> wishes = new ArrayList<>();
    source.policyInUse().ifPresent(policy -> policy(policy, wishes));
    source.dns().ifPresent(dns -> dns(dns, wishes));
    settings(wishes);
    return wishes;
  }

  private void policy(PolicyVersion policy, List<Wish> wishes) {
    if (policy.text().isBlank()) {
      findings.add(HostedSettings.emptyPolicy(policy));
    } else if (present.policy() == null) {
      closed("policy " + policy.id(), "policy_file");
    } else {
      wishes.add(
          new Wish(
              Aspect.POLICY,
              Step.ONLY,
              EntityRef.of(policy),
              "policy " + policy.id(),
              policy.text(),
              empty));
    }
  }

  private void closed(String object, String scope) {
    findings.add(
        Finding.lossy(
            "HOSTED_PART_CLOSED",
            object,
            "The credential may not read it on the hosted side, so it is not set.",
            "Give the credential the scope " + scope + "."));
  }

  private void dns(DnsSettings dns, List<Wish> wishes) {
    JsonNode there = present.dns();
    if (there == null) {
      closed("DNS settings", "dns");
      return;
    }
    boolean untouched =
        there.path("nameservers").isEmpty()
            && there.path("splitDNS").isEmpty()
            && there.path("searchPaths").isEmpty();
    wishes.add(
        new Wish(
            Aspect.DNS,
            Step.ONLY,
            EntityRef.of(dns),
            "DNS settings",
            configuration(dns, HostedDns.canonical(there)).toString(),
            empty || untouched));
    if (dns.magicDns() && dns.nameservers().isEmpty()) {
      findings.add(
          Finding.action(
              "HOSTED_MAGIC_DNS",
              "DNS settings",
              "The hosted side may want a global nameserver before it turns MagicDNS on.",
              "Add one to the source where it is refused."));
    }
    if (!dns.extraRecords().isEmpty()) {
      findings.add(
          Finding.lossy(
              "HOSTED_EXTRA_RECORDS",
              "DNS settings",
              "%d extra records have no place on the hosted side."
                  .formatted(dns.extraRecords().size()),
              "Serve them from a resolver and name it for their domain in split DNS."));
    }
    String suffix = present.suffix();
    if (!suffix.equals(dns.baseDomain()) && !dns.baseDomain().isEmpty()) {
      findings.add(
          Finding.action(
              "HOSTED_SUFFIX",
              "DNS settings",
              "Names end in %s there, not in %s."
                  .formatted(suffix.isEmpty() ? "a suffix of its own" : suffix, dns.baseDomain()),
              "Tell the users, and change what holds full names."));
    }
  }

  /// What is there with what the source says put in its place: a resolver that is there keeps what
  /// the source cannot say of it.
  private static JsonNode configuration(DnsSettings dns, JsonNode there) {
    ObjectNode wanted = there.deepCopy();
    wanted.set("nameservers", resolvers(dns.nameservers(), there.path("nameservers")));
    ObjectNode split = HostedState.JSON.createObjectNode();
    for (Map.Entry<String, List<String>> domain : dns.splitNameservers().entrySet()) {
      split.set(
          domain.getKey(),
          resolvers(domain.getValue(), there.path("splitDNS").path(domain.getKey())));
    }
    wanted.set("splitDNS", split);
    ArrayNode search = HostedState.JSON.createArrayNode();
    dns.searchDomains().forEach(search::add);
    wanted.set("searchPaths", search);
    ObjectNode preferences = wanted.withObject("/preferences");
    preferences.put("overrideLocalDNS", dns.overrideLocalDns());
    preferences.put("magicDNS", dns.magicDns());
    return HostedDns.canonical(wanted);
  }

  private static ArrayNode resolvers(List<String> addresses, JsonNode there) {
    ArrayNode resolvers = HostedState.JSON.createArrayNode();
    for (String address : addresses) {
      JsonNode known = null;
      for (JsonNode resolver : there) {
        if (resolver.path("address").asText().equals(address)) {
          known = resolver;
        }
      }
      resolvers.add(
          known == null ? HostedState.JSON.createObjectNode().put("address", address) : known);
    }
    return resolvers;
  }

  private void settings(List<Wish> wishes) {
    HostedSettings wanted = HostedSettings.of(source);
    findings.addAll(wanted.findings());
    if (present.settings() != null) {
      wanted.values().forEach((name, value) -> setting(name, value.toString(), wishes));
    } else if (!wanted.values().isEmpty()) {
      closed("server settings", "feature_settings");
    }
  }

  private void setting(String name, String value, List<Wish> wishes) {
    if (present.value(Aspect.SETTING, name).isEmpty()) {
      findings.add(
          Finding.lossy(
              "HOSTED_SETTING_UNKNOWN",
              "server settings",
              "The hosted side tells no setting "
                  + name
                  + ", so that it is not set to "
                  + value
                  + ".",
              "Look in its admin console whether the tailnet has it, and set it there."));
      return;
    }
    wishes.add(
        new Wish(
            Aspect.SETTING,
            name,
            new EntityRef(EntityKind.SERVER, EntityRef.ONLY),
            "server settings",
            value,
            empty));
  }
}
