package dev.wayleave.testkit.tailnet;

import dev.wayleave.tailnet.inventory.Counts;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.ApiKey;
import dev.wayleave.tailnet.model.ApiKeyId;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.IpPrefix;
import dev.wayleave.tailnet.model.KeySecret;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.PreAuthKey;
import dev.wayleave.tailnet.model.PreAuthKeyId;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.SecretText;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.model.UserId;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;

/// Makes inventories as a Headscale source gives them: one seed, one tailnet, whatever the machine.
public final class TailnetBuilder {
  /// When everything here began.
  static final Instant EPOCH = Instant.parse("2026-01-05T08:00:00.123456789Z");

  private final long seed;
  private int users = 3;
  private int nodes = 8;
  private int preAuthKeys = 2;
  private int apiKeys = 2;
  private boolean settings = true;

  private TailnetBuilder(long seed) {
    this.seed = seed;
  }

  public static TailnetBuilder seeded(long seed) {
    return new TailnetBuilder(seed);
  }

  public TailnetBuilder users(int count) {
    users = count;
    return this;
  }

  /// Every third is owned by a tag, the others by users; there must be a user for these.
  public TailnetBuilder nodes(int count) {
    nodes = count;
    return this;
  }

  public TailnetBuilder preAuthKeys(int count) {
    preAuthKeys = count;
    return this;
  }

  public TailnetBuilder apiKeys(int count) {
    apiKeys = count;
    return this;
  }

  /// Without settings, secrets and policy, as a bare database file gives it.
  public TailnetBuilder bare() {
    settings = false;
    return this;
  }

  /// The inventory with its counts and no findings.
  public Reading reading() {
    Inventory inventory = inventory();
    return new Reading(inventory, counts(inventory), List.of());
  }

  /// Counts as a source counts them.
  public static Counts counts(Inventory inventory) {
    return new Counts(
        inventory.users().size(),
        inventory.nodes().size(),
        inventory.preAuthKeys().size(),
        inventory.apiKeys().size(),
        inventory.policies().size(),
        inventory.nodes().stream().mapToLong(node -> node.advertisedRoutes().size()).sum());
  }

  public Inventory inventory() {
    SplittableRandom random = new SplittableRandom(seed);
    Inventory.Builder inventory =
        Inventory.builder(new SourceInfo("headscale", "0.29.2", "sqlite"));
    for (int id = 1; id <= users; id++) {
      MadeUser.add(inventory, id, random.split());
    }
    for (int id = 1; id <= preAuthKeys; id++) {
      inventory.add(preAuthKey(id, random.split()));
    }
    for (int id = 1; id <= apiKeys; id++) {
      inventory.add(apiKey(id, random.split()));
    }
    for (int id = 1; id <= nodes; id++) {
      MadeNode.add(inventory, id, users, random.split());
    }
    if (settings) {
      settings(inventory, random.split());
    }
    inventory.addLeftover(
        new RawRow("migrations", List.of("id"), List.of(new RawValue.Text("202602201200-tags"))));
    return inventory.build();
  }

  private PreAuthKey preAuthKey(int id, SplittableRandom random) {
    boolean tagged = users == 0 || id % 2 == 0;
    return new PreAuthKey(
        new PreAuthKeyId(id),
        new KeySecret.Hashed(hex(random, 12), SecretText.of("$2a$10$" + hex(random, 53))),
        tagged ? null : new UserId(1 + random.nextInt(users)),
        tagged ? Set.of(new TagName("tag:ci")) : Set.of(),
        "",
        random.nextBoolean(),
        false,
        random.nextBoolean(),
        EPOCH.plusSeconds(86_400L * 365),
        null,
        EPOCH.plusSeconds(60L * id));
  }

  private static ApiKey apiKey(int id, SplittableRandom random) {
    return new ApiKey(
        new ApiKeyId(id),
        new KeySecret.Hashed(hex(random, 12), SecretText.of("$2a$10$" + hex(random, 53))),
        null,
        "",
        Set.of(),
        EPOCH.plusSeconds(86_400L * 90),
        null,
        EPOCH.plusSeconds(120L * id));
  }

  private static void settings(Inventory.Builder inventory, SplittableRandom random) {
    inventory
        .add(
            new ServerSettings(
                "https://vpn.example.com",
                "127.0.0.1:8080",
                IpPrefix.parse("100.64.0.0/10"),
                IpPrefix.parse("fd7a:115c:a1e0::/48"),
                "sequential",
                null,
                "PT30M",
                null,
                Map.of("log.level", "info")))
        .add(
            new DnsSettings(
                true,
                "tail.example.com",
                true,
                List.of("9.9.9.9"),
                Map.of("corp.example.com", List.of("10.0.0.53")),
                List.of(),
                List.of(new DnsSettings.ExtraRecord("grafana.example.com", "A", "100.64.0.3"))))
        .add(new DerpSettings(null, List.of(), List.of(), false, "PT3H"))
        .add(
            new Secret(
                Secret.SecretRole.NOISE_KEY,
                Secret.ONLY,
                SecretText.of("privkey:" + hex(random, 64))))
        .add(
            new PolicyVersion(
                "1",
                "{ // everyone may reach everyone\n  \"acls\": [\n    {\"action\": \"accept\","
                    + " \"src\": [\"*\"], \"dst\": [\"*:*\"]},\n  ],\n}\n",
                true,
                "database",
                EPOCH));
  }

  static String hex(SplittableRandom random, int digits) {
    StringBuilder text = new StringBuilder(digits);
    while (text.length() < digits) {
      text.append(Character.forDigit(random.nextInt(16), 16));
    }
    return text.toString();
  }
}
