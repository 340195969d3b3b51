package dev.wayleave.exporters.tailscale;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.EntityRef;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.ServerSettings;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// What the source wants of the tailnet as a whole: policy, DNS, settings.
final class TailnetWishes {
  private static final String KEY_DAYS = "devicesKeyDurationDays";
  private static final int MOST_DAYS = 180;

  /// What can be set of a tailnet's settings.
  private static final Set<String> SETTINGS =
      Set.of(
          "aclsExternallyManagedOn",
          "aclsExternalLink",
          "devicesApprovalOn",
          "devicesAutoUpdatesOn",
          KEY_DAYS,
          "usersApprovalOn",
          "usersRoleAllowedToJoinExternalTailnets",
          "networkFlowLoggingOn",
          "regionalRoutingOn",
          "postureIdentityCollectionOn",
          "httpsEnabled");

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
      // Sent as it is, it would reset the policy to the hosted side's default, which allows all.
      findings.add(
          Finding.action(
              "HOSTED_POLICY_EMPTY",
              "policy " + policy.id(),
              "Its text is empty, which the hosted side takes as its default of allowing all.",
              "Write the policy that is meant."));
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
            configuration(dns, there).toString(),
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
  /// the source cannot say of it, and what means the same stays as it is written.
  private static JsonNode configuration(DnsSettings dns, JsonNode there) {
    ObjectNode wanted = there.deepCopy();
    put(wanted, "nameservers", resolvers(dns.nameservers(), there.path("nameservers")));
    ObjectNode split = HostedState.JSON.createObjectNode();
    for (Map.Entry<String, List<String>> domain : dns.splitNameservers().entrySet()) {
      split.set(
          domain.getKey(),
          resolvers(domain.getValue(), there.path("splitDNS").path(domain.getKey())));
    }
    put(wanted, "splitDNS", split);
    ArrayNode search = HostedState.JSON.createArrayNode();
    dns.searchDomains().forEach(search::add);
    put(wanted, "searchPaths", search);
    ObjectNode preferences = wanted.withObject("/preferences");
    preferences.put("overrideLocalDNS", dns.overrideLocalDns());
    preferences.put("magicDNS", dns.magicDns());
    return wanted;
  }

  private static void put(ObjectNode into, String member, JsonNode value) {
    JsonNode there = into.path(member);
    boolean bothNothing = there.isEmpty() && value.isEmpty();
    if (!bothNothing && !there.equals(value)) {
      into.set(member, value);
    }
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
    if (present.settings() == null) {
      source.server().ifPresent(_ -> closed("server settings", "feature_settings"));
      return;
    }
    Optional<HostedObject> kept =
        source.hosted().stream().filter(object -> object.type().equals("settings")).findFirst();
    if (kept.isPresent()) {
      parsed(kept.get().json()).properties().stream()
          .filter(member -> SETTINGS.contains(member.getKey()) && !member.getValue().isNull())
          .forEach(member -> wishes.add(setting(member.getKey(), member.getValue().toString())));
    } else {
      source.server().flatMap(this::days).ifPresent(days -> wishes.add(setting(KEY_DAYS, days)));
    }
  }

  private Wish setting(String name, String value) {
    return new Wish(
        Aspect.SETTING,
        name,
        new EntityRef(EntityKind.SERVER, EntityRef.ONLY),
        "server settings",
        value,
        empty);
  }

  private static JsonNode parsed(String json) {
    try {
      return HostedState.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      return HostedState.JSON.createObjectNode();
    }
  }

  private Optional<String> days(ServerSettings server) {
    String expiry = server.nodeExpiry();
    if (expiry == null) {
      return Optional.empty();
    }
    try {
      Duration duration = Duration.parse(expiry);
      long days = duration.toDays();
      if (days >= 1 && days <= MOST_DAYS && Duration.ofDays(days).equals(duration)) {
        return Optional.of(Long.toString(days));
      }
    } catch (DateTimeException e) {
      // It is told below as it is written.
    }
    findings.add(
        Finding.action(
            "HOSTED_KEY_DURATION",
            "server settings",
            "Keys of devices last " + expiry + "; the hosted side knows whole days from 1 to 180.",
            "Choose the days in its admin console."));
    return Optional.empty();
  }
}
