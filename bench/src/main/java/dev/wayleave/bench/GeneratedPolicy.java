package dev.wayleave.bench;

import java.util.Random;
import java.util.StringJoiner;

/// A policy of many rules of the kinds that people write: tags to tags, groups to tags, users to
/// subnets, `autogroup:self`, and grants with `via`.
final class GeneratedPolicy {
  private static final int GROUPS = 20;

  private final int rules;
  private final int users;
  private final Random random;

  GeneratedPolicy(int rules, int users, long seed) {
    this.rules = rules;
    this.users = users;
    this.random = new Random(seed);
  }

  String text() {
    StringJoiner groups = new StringJoiner(",\n");
    for (int g = 0; g < GROUPS; g++) {
      StringJoiner members = new StringJoiner(", ");
      for (int i = 0; i < Math.max(1, users / GROUPS); i++) {
        members.add("\"user" + (1 + random.nextInt(users)) + "@example.com\"");
      }
      groups.add("\"group:g" + g + "\": [" + members + "]");
    }
    StringJoiner owners = new StringJoiner(",\n");
    for (int t = 0; t < GeneratedTailnet.TAGS; t++) {
      owners.add("\"tag:t" + t + "\": [\"autogroup:admin\"]");
    }
    StringJoiner grants = new StringJoiner(",\n");
    for (int r = 0; r < rules; r++) {
      grants.add(grant(r));
    }
    return "{\"groups\": {"
        + groups
        + "},\n\"tagOwners\": {"
        + owners
        + "},\n\"grants\": ["
        + grants
        + "]}";
  }

  private String grant(int number) {
    return switch (number % 10) {
      case 0 -> rule("\"autogroup:member\"", "\"autogroup:self\"", "\"*\"", "");
      case 1 -> rule(group(), subnet(), "\"tcp:443\"", ", \"via\": [" + tag() + "]");
      case 2 -> rule(user(), subnet(), "\"tcp:22\"", "");
      case 3, 4, 5 -> rule(group(), tag(), "\"tcp:" + port() + "\"", "");
      default -> rule(tag(), tag(), "\"tcp:" + port() + "\", \"udp:53\"", "");
    };
  }

  private static String rule(String source, String destination, String ip, String more) {
    return "{\"src\": ["
        + source
        + "], \"dst\": ["
        + destination
        + "], \"ip\": ["
        + ip
        + "]"
        + more
        + "}";
  }

  private String group() {
    return "\"group:g" + random.nextInt(GROUPS) + "\"";
  }

  private String user() {
    return "\"user" + (1 + random.nextInt(users)) + "@example.com\"";
  }

  private String tag() {
    return "\"tag:t" + random.nextInt(GeneratedTailnet.TAGS) + "\"";
  }

  private String subnet() {
    return "\"10." + random.nextInt(250) + ".0.0/16\"";
  }

  private int port() {
    return 1 + random.nextInt(65_000);
  }
}
