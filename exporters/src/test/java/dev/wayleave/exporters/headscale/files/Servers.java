package dev.wayleave.exporters.headscale.files;

import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.Secret.SecretRole;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.ServerSettings.Oidc;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A server of which a test says only what matters to it.
final class Servers {
  static final String NOISE = "privkey:" + "0a".repeat(32);

  private String url = "https://vpn.example.com";
  private @Nullable String nodeExpiry;
  private @Nullable String ephemeral = "PT30M";
  private @Nullable IpPrefix prefix = IpPrefix.parse("100.64.0.0/10");
  private @Nullable Oidc oidc;
  private DnsSettings dns =
      new DnsSettings(true, "tail.test", true, List.of("9.9.9.9"), Map.of(), List.of(), List.of());
  private DerpSettings derp = new DerpSettings(null, List.of(), List.of(), false, "PT3H");
  private final Map<String, String> other = new TreeMap<>();
  private final List<Secret> secrets = new ArrayList<>();
  private final List<PolicyVersion> policies = new ArrayList<>();

  Servers url(String url) {
    this.url = url;
    return this;
  }

  Servers nodeExpiry(@Nullable String nodeExpiry) {
    this.nodeExpiry = nodeExpiry;
    return this;
  }

  Servers ephemeral(@Nullable String ephemeral) {
    this.ephemeral = ephemeral;
    return this;
  }

  Servers withoutPrefix() {
    this.prefix = null;
    return this;
  }

  Servers oidc(@Nullable String expiry, boolean verified, String... domains) {
    this.oidc =
        new Oidc(
            "https://idp.example.com",
            "vpn",
            List.of("openid"),
            Map.of("prompt", "select_account"),
            List.of(domains),
            List.of(),
            List.of(),
            verified,
            false,
            expiry,
            true,
            "S256",
            true);
    return this;
  }

  Servers dns(DnsSettings dns) {
    this.dns = dns;
    return this;
  }

  Servers derp(DerpSettings derp) {
    this.derp = derp;
    return this;
  }

  Servers other(String key, String value) {
    other.put(key, value);
    return this;
  }

  Servers secret(SecretRole role, String name, String text) {
    return secret(new Secret(role, name, SecretText.of(text)));
  }

  Servers secret(Secret secret) {
    secrets.add(secret);
    return this;
  }

  Servers policy(PolicyVersion version) {
    policies.add(version);
    return this;
  }

  ServerSettings settings() {
    return new ServerSettings(
        url, "0.0.0.0:8080", prefix, null, "sequential", nodeExpiry, ephemeral, oidc, other);
  }

  Inventory inventory() {
    Inventory.Builder inventory =
        Inventory.builder(new SourceInfo("wayleave", "0.1", "postgresql"))
            .add(settings())
            .add(dns)
            .add(derp);
    if (secrets.stream().noneMatch(secret -> secret.role() == SecretRole.NOISE_KEY)) {
      inventory.add(new Secret(SecretRole.NOISE_KEY, Secret.ONLY, SecretText.of(NOISE)));
    }
    secrets.forEach(inventory::add);
    policies.forEach(inventory::add);
    return inventory.build();
  }
}
