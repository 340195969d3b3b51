package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.PolicyVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Compares what all nodes are told alike: DNS, relays and the policy behind it all.
final class SettingsShadow {
  private static final String EVERYBODY = "every node";
  private static final String CHANGED =
      "the configuration was changed since the server started; restart it or take the change back"
          + " first";

  private final Inventory inventory;
  private final List<Difference> found = new ArrayList<>();

  SettingsShadow(Inventory inventory) {
    this.inventory = inventory;
  }

  List<Difference> differences(RunningState running) {
    RunningState.Dns dns = running.dns();
    if (dns != null) {
      inventory.dns().ifPresent(own -> dns(dns, own));
    }
    List<RunningState.Relay> relays = running.relays();
    if (relays != null) {
      inventory.derp().ifPresent(own -> relays(relays, own));
    }
    if (running.policy() != null) {
      policy(running.policy());
    }
    return found;
  }

  private void dns(RunningState.Dns there, DnsSettings own) {
    List<String> domains = new ArrayList<>();
    if (!own.baseDomain().isEmpty()) {
      domains.add(own.baseDomain());
    }
    domains.addAll(own.searchDomains());
    dns("search domains", there.domains(), domains);
    dns("MagicDNS", there.magicDns(), own.magicDns());
    dns(
        "name servers",
        there.resolvers(),
        own.overrideLocalDns() ? own.nameservers() : List.<String>of());
    dns("split DNS", new TreeMap<>(there.routes()), new TreeMap<>(own.splitNameservers()));
    dns(
        "extra records",
        there.records().stream().sorted().toList(),
        own.extraRecords().stream()
            .map(record -> record.name() + " " + record.type() + " " + record.value())
            .sorted()
            .toList());
  }

  private void dns(String what, Object there, Object here) {
    if (!there.equals(here)) {
      found.add(
          new Difference(
              Difference.Part.DNS,
              EVERYBODY,
              what + ": " + there,
              what + ": " + here,
              CHANGED,
              true));
    }
  }

  private void relays(List<RunningState.Relay> there, DerpSettings own) {
    DerpSettings.EmbeddedRegion embedded = own.embedded();
    if (embedded == null || !embedded.addedToMap()) {
      return;
    }
    Optional<RunningState.Relay> ours =
        there.stream().filter(relay -> relay.region() == embedded.regionId()).findFirst();
    String here = embedded(embedded);
    String told =
        ours.map(r -> r.host() + ":" + r.port() + ", STUN " + r.stunPort()).orElse("none");
    if (!here.equals(told)) {
      String region = "region " + embedded.regionId() + ": ";
      found.add(
          new Difference(
              Difference.Part.RELAYS, EVERYBODY, region + told, region + here, CHANGED, true));
    }
  }

  private String embedded(DerpSettings.EmbeddedRegion region) {
    String at =
        inventory
            .server()
            .flatMap(server -> ServerUrl.parse(server.serverUrl()))
            .map(url -> url.host() + ":" + url.port())
            .orElse("nowhere");
    String stun = region.stunListenAddress();
    return at + ", STUN " + stun.substring(stun.lastIndexOf(':') + 1);
  }

  /// Until a policy is loaded anew, a server goes by the one that it holds, whatever its file says.
  private void policy(String there) {
    boolean known =
        inventory.policies().stream().map(PolicyVersion::text).anyMatch(text -> same(text, there));
    if (!known && inventory.policyInUse().isPresent()) {
      found.add(
          new Difference(
              Difference.Part.POLICY,
              EVERYBODY,
              "another text than the one that was read",
              "the text that was read",
              "the policy was changed between the reading and the answer",
              true));
    }
  }

  private static boolean same(@Nullable String a, String b) {
    return a != null && a.strip().equals(b.strip());
  }
}
