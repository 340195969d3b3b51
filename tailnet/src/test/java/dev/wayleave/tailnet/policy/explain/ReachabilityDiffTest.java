package dev.wayleave.tailnet.policy.explain;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReachabilityDiffTest {
  private static ReachabilityDiff diff(String before, String after) {
    return ReachabilityDiff.between(
        Branch.under(before), Branch.under(after), ReachabilityDiff.LIMIT);
  }

  private static String grants(String... rules) {
    return "\"grants\": [" + String.join(",", rules) + "],";
  }

  private static String grant(String source, String destination, String ip) {
    return "{\"src\": [\"%s\"], \"dst\": [\"%s\"], \"ip\": [\"%s\"]}"
        .formatted(source, destination, ip);
  }

  private static String[] words(ReachabilityDiff diff) {
    return diff.changes().stream()
        .map(c ->
            "%s %s → %s%s +%s -%s (%d)"
                .formatted(
                    c.kind(),
                    c.source(),
                    c.destination(),
                    c.family(),
                    c.gained(),
                    c.lost(),
                    c.pairs()))
        .toArray(String[]::new);
  }

  @Test
  void rulesInOtherOrderWordsAndPiecesMeanTheSame() {
    ReachabilityDiff diff =
        diff(
            "\"groups\": {\"group:a\": [\"alice@example.com\"]},"
                + grants(
                    grant("group:a", "tag:web", "tcp:80-90"), grant("*", "tag:exit", "tcp:22")),
            grants(
                grant("*", "tag:exit", "tcp:22"),
                grant("alice@example.com", "100.64.0.4", "tcp:85-90"),
                grant("100.64.0.1", "tag:web", "tcp:80-88"),
                grant("alice@example.com", "tag:web", "tcp:80-84"),
                grant("alice@example.com", "tag:web", "tcp:85-90")));
    assertThat(words(diff)).isEmpty();
    assertThat(diff.same()).isTrue();
  }

  @Test
  void aPortMoreIsOneLineForAllWhoGainIt() {
    ReachabilityDiff diff =
        diff(
            grants(grant("autogroup:member", "tag:web", "tcp:80")),
            grants(
                grant("autogroup:member", "tag:web", "tcp:80"),
                grant("autogroup:member", "tag:web", "tcp:443")));
    assertThat(words(diff)).containsExactly("DEVICE autogroup:member → tag:web +tcp 443 - (6)");
    assertThat(diff.same()).isFalse();
  }

  @Test
  void whatAnotherRuleStillAllowsIsNotLost() {
    ReachabilityDiff diff =
        diff(
            grants(
                grant("autogroup:member", "tag:web", "tcp:80"),
                grant("alice@example.com", "tag:web", "*")),
            grants(grant("alice@example.com", "tag:web", "*")));
    assertThat(words(diff)).containsExactly("DEVICE bob@example.com → tag:web + -tcp 80 (2)");
  }

  @Test
  void ownDevicesAreTheirOwnKindOfDestination() {
    ReachabilityDiff diff =
        diff(
            grants(grant("autogroup:member", "tag:web", "*")),
            grants(
                grant("autogroup:member", "tag:web", "*"),
                grant("autogroup:member", "autogroup:self", "*")));
    assertThat(words(diff))
        .containsExactly("DEVICE autogroup:member → own devices +every port - (2)");
  }

  @Test
  void subnetsAndTheInternetNameTheirRouters() {
    ReachabilityDiff diff =
        diff(
            grants(grant("alice@example.com", "10.0.0.0/25", "tcp:80")),
            grants(
                grant("alice@example.com", "10.0.0.64/26", "tcp:80"),
                grant("bob@example.com", "autogroup:internet", "*")));
    assertThat(words(diff))
        .containsExactly(
            "SUBNET alice@example.com → 10.0.0.0/26 by router and spare + -tcp 80 (4)",
            "INTERNET bob@example.com → the internet by exit +every port - (2)");
  }

  @Test
  void anotherRouterIsARouteThatMoved() {
    String via =
        "{\"src\": [\"*\"], \"dst\": [\"10.0.0.0/24\"], \"ip\": [\"*\"], \"via\": [\"%s\"]}";
    ReachabilityDiff diff =
        diff(grants(via.formatted("tag:router")), grants(via.formatted("tag:spare")));
    assertThat(diff.changes())
        .filteredOn(c -> c.kind() == Change.Kind.ROUTE)
        .anySatisfy(c -> {
          assertThat(c.destination()).isEqualTo("10.0.0.0/24");
          assertThat(c.gained()).isEqualTo("by spare");
          assertThat(c.lost()).isEqualTo("by router");
        });
  }

  @Test
  void sourcesInSubnetsAreSourcesToo() {
    ReachabilityDiff diff = diff(grants(), grants(grant("10.0.0.0/24", "tag:web", "tcp:80")));
    assertThat(words(diff)).containsExactly("DEVICE subnet 10.0.0.0/24 → tag:web +tcp 80 - (2)");
  }

  @Test
  void peersThatSeeEachOtherForNothingAreADifference() {
    ReachabilityDiff diff =
        diff(grants(), grants(grant("fd7a:115c:a1e0::1", "100.64.0.3", "tcp:80")));
    assertThat(diff.same()).isFalse();
    assertThat(diff.changes()).isNotEmpty().allMatch(c -> c.kind() == Change.Kind.PEER);
  }

  @Test
  void oneAddressFamilyIsNamed() {
    ReachabilityDiff diff = diff(grants(), grants(grant("100.64.0.1", "100.64.0.3", "tcp:80")));
    assertThat(words(diff)).containsExactly("DEVICE laptop → bob@example.comIPv4 +tcp 80 - (1)");
  }

  @Test
  void loginsAreComparedByUserAndManner() {
    String rule =
        "\"ssh\": [{\"action\": \"%s\", \"src\": [\"alice@example.com\"], \"dst\": [\"tag:web\"],"
            + " \"users\": [%s]}],";
    assertThat(
            words(
                diff(
                    rule.formatted("accept", "\"root\""),
                    rule.formatted("accept", "\"root\", \"ubuntu\""))))
        .containsExactly("SSH alice@example.com → tag:web +as ubuntu - (4)");
    assertThat(
            words(diff(rule.formatted("accept", "\"root\""), rule.formatted("check", "\"root\""))))
        .containsExactly(
            "SSH alice@example.com → tag:web +as root, after a check every 12 h -as root (4)");
  }

  @Test
  void nodeAttributesAreCompared() {
    ReachabilityDiff diff =
        diff(
            "",
            "\"nodeAttrs\": [{\"target\": [\"tag:web\"], \"attr\": [\"randomize-client-port\"]}],");
    assertThat(words(diff))
        .containsExactly("ATTRIBUTE tag:web → randomize-client-port +given - (2)");
  }

  @Test
  void sectionsThatDecideNothingTodayAreNamed() {
    ReachabilityDiff diff = diff("", "\"autoApprovers\": {\"exitNode\": [\"tag:exit\"]},");
    assertThat(diff.changes()).isEmpty();
    assertThat(diff.alsoDiffer()).containsExactly("autoApprovers");
    assertThat(diff.same()).isFalse();
  }

  @Test
  void moreThanTheLimitIsCounted() {
    ReachabilityDiff diff =
        ReachabilityDiff.between(
            Branch.under(grants()),
            Branch.under(
                grants(
                    grant("alice@example.com", "tag:web", "tcp:80"),
                    grant("bob@example.com", "tag:web", "tcp:81"))),
            1);
    assertThat(diff.changes()).hasSize(1);
    assertThat(diff.more()).isEqualTo(1);
  }
}
