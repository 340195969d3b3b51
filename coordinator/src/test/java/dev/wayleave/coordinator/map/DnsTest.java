package dev.wayleave.coordinator.map;

import static dev.wayleave.coordinator.map.SmallTailnet.NOW;
import static dev.wayleave.coordinator.map.SmallTailnet.ownedBy;
import static dev.wayleave.coordinator.map.SmallTailnet.tagged;
import static dev.wayleave.coordinator.map.SmallTailnet.viewer;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.wire.DnsConfig;
import dev.wayleave.protocol.wire.DnsRecord;
import dev.wayleave.protocol.wire.MapResponse;
import dev.wayleave.protocol.wire.Resolver;
import dev.wayleave.tailnet.model.DnsSettings;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/// DNS as clients are sent it: what a Headscale with these settings sends.
class DnsTest {
  private final SmallTailnet network =
      new SmallTailnet()
          .put(SmallTailnet.node(1, "Ann's laptop", ownedBy(1)))
          .put(SmallTailnet.node(2, "web", tagged("tag:web")));

  private DnsConfig dns(long viewer) {
    MapResponse map = network.composer().everything(viewer(viewer), NOW).responses().getFirst();
    return Objects.requireNonNull(map.dnsConfig());
  }

  private void settings(boolean magic, String domain, boolean override, List<String> servers) {
    network.put(
        new DnsSettings(
            magic,
            domain,
            override,
            servers,
            Map.of("corp.example.com", List.of("10.0.0.53", "https://dns.nextdns.io/split")),
            List.of("example.com"),
            List.of(new DnsSettings.ExtraRecord("grafana.example.com", "A", "100.64.0.3"))));
  }

  private static List<String> addresses(List<Resolver> resolvers) {
    return resolvers.stream().map(Resolver::addr).toList();
  }

  @Test
  void serversThatOverrideAreResolvers() {
    settings(true, "tail.example.com", true, List.of("9.9.9.9", "https://doh.example.com/q"));
    DnsConfig dns = dns(2);

    assertThat(addresses(dns.resolvers())).containsExactly("9.9.9.9", "https://doh.example.com/q");
    assertThat(dns.fallbackResolvers()).isEmpty();
    assertThat(dns.proxied()).isTrue();
    assertThat(dns.domains()).containsExactly("tail.example.com", "example.com");
    assertThat(dns.routes()).containsOnlyKeys("corp.example.com");
    assertThat(dns.certDomains()).isEmpty();
    assertThat(dns.extraRecords())
        .containsExactly(new DnsRecord("grafana.example.com", "A", "100.64.0.3"));
  }

  @Test
  void serversThatDoNotOverrideAreFallback() {
    settings(true, "tail.example.com", false, List.of("9.9.9.9"));

    assertThat(dns(2).resolvers()).isEmpty();
    assertThat(addresses(dns(2).fallbackResolvers())).containsExactly("9.9.9.9");
  }

  @Test
  void withoutMagicDnsNamesStillHaveTheirDomain() {
    settings(false, "tail.example.com.", false, List.of());
    MapResponse map = network.composer().everything(viewer(2), NOW).responses().getFirst();

    assertThat(Objects.requireNonNull(map.node()).name()).isEqualTo("web.tail.example.com.");
    assertThat(dns(2).proxied()).isFalse();
    assertThat(dns(2).domains()).containsExactly("tail.example.com", "example.com");
  }

  @Test
  void withoutBaseDomainNamesAreOneLabel() {
    settings(false, "", false, List.of());
    MapResponse map = network.composer().everything(viewer(2), NOW).responses().getFirst();

    assertThat(Objects.requireNonNull(map.node()).name()).isEqualTo("web.");
    assertThat(dns(2).domains()).containsExactly("example.com");
  }

  @Test
  void nextDnsIsToldWhichDeviceAsks() {
    settings(
        true,
        "tail.example.com",
        true,
        List.of("https://dns.nextdns.io/abc?x=1", "https://dns.nextdns.io.example.com/abc"));

    assertThat(addresses(dns(1).resolvers()))
        .containsExactly(
            "https://dns.nextdns.io/abc?x=1&device_ip=100.64.0.1&device_model=linux"
                + "&device_name=Ann%27s+laptop",
            "https://dns.nextdns.io.example.com/abc");
    assertThat(addresses(Objects.requireNonNull(dns(1).routes().get("corp.example.com"))))
        .containsExactly(
            "10.0.0.53",
            "https://dns.nextdns.io/split?device_ip=100.64.0.1&device_model=linux"
                + "&device_name=Ann%27s+laptop");
  }

  @Test
  void attributesChooseTheProfileAndKeepTheDeviceBack() {
    settings(true, "tail.example.com", true, List.of("https://dns.nextdns.io/abc"));
    network.policy(
        "{'tagOwners': {'tag:web': []}, 'nodeAttrs': [{'target': ['tag:web'], 'attr':"
            + " ['nextdns:other', 'nextdns:no-device-info', 'nextdns:../x']}]}");

    assertThat(addresses(dns(2).resolvers())).containsExactly("https://dns.nextdns.io/other");
    assertThat(addresses(dns(1).resolvers()).getFirst())
        .startsWith("https://dns.nextdns.io/abc?device_ip=");
  }
}
