package dev.wayleave.cli.verification;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.Alias;
import dev.wayleave.tailnet.model.Identity;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.testkit.tailnet.TailnetBuilder;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private static final SourceInfo SQLITE = new SourceInfo("headscale", "0.29.2", "sqlite");
  private static final SourceInfo POSTGRES = new SourceInfo("headscale", "0.29.2", "postgresql");
  private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");

  private static Verification verify(Inventory source, Inventory target) {
    return Verifier.verifyHeadscale("from", source, "to", target, NOW);
  }

  private static Inventory of(SourceInfo info, TailnetEntity... entities) {
    Inventory.Builder inventory = Inventory.builder(info);
    for (TailnetEntity entity : entities) {
      inventory.add(entity);
    }
    return inventory.build();
  }

  private static User user(String createdAt) {
    return new User(
        new UserId(1), "alice", "", "", "", List.of(), Set.of(), Instant.parse(createdAt));
  }

  private static PolicyVersion policy(String id, String text, boolean inUse) {
    return new PolicyVersion(id, text, inUse, "database", NOW);
  }

  @Test
  void timesAreComparedAtMicroseconds() {
    Inventory nanos = of(SQLITE, user("2026-11-22T05:20:17.912508999Z"));
    Inventory micros = of(POSTGRES, user("2026-11-22T05:20:17.912508Z"));
    Verification equal = verify(nanos, micros);
    assertThat(equal.equal()).isTrue();
    assertThat(equal.kinds().get(EntityKind.USER))
        .satisfies(users -> assertThat(users.source()).isEqualTo(users.target()));

    Verification other = verify(nanos, of(POSTGRES, user("2026-11-22T05:20:17.912509Z")));
    assertThat(other.equal()).isFalse();
    assertThat(other.findings())
        .singleElement()
        .satisfies(finding -> assertThat(finding.what()).contains("createdAt"));
    assertThat(other.kinds().get(EntityKind.USER))
        .satisfies(users -> assertThat(users.equal()).isFalse());
  }

  @Test
  void whatADatabaseCannotHoldIsSaidAndNotCalledMissing() {
    Inventory whole = TailnetBuilder.seeded(7).users(2).nodes(3).inventory();
    Inventory.Builder database = Inventory.builder(POSTGRES);
    whole.users().forEach(database::add);
    whole.nodes().forEach(database::add);
    Inventory.Builder source = Inventory.builder(SQLITE);
    whole.users().forEach(source::add);
    whole.nodes().forEach(source::add);
    whole.dns().ifPresent(source::add);
    source.add(new Alias("user", "1", "tailscale", "uHosted"));
    Verification verification = verify(source.build(), database.build());
    assertThat(verification.equal()).isTrue();
    assertThat(verification.findings())
        .isNotEmpty()
        .allMatch(finding -> finding.code().equals("NOT_IN_DATABASE"))
        .allMatch(finding -> finding.level() == Finding.Level.INFO);
  }

  @Test
  void thePolicyInForceIsComparedWhateverItsNumber() {
    String text = "{\"acls\": []}";
    String older = "{\"acls\": [{\"action\": \"accept\", \"src\": [\"*\"], \"dst\": [\"*:22\"]}]}";
    // The source goes by its first version; on the target it had to become the newest.
    Inventory source = of(SQLITE, policy("1", text, true), policy("2", older, false));
    Inventory target =
        of(POSTGRES, policy("1", text, false), policy("2", older, false), policy("3", text, true));
    assertThat(verify(source, target).findings()).isEmpty();
    Inventory wrong = of(POSTGRES, policy("1", text, false), policy("2", older, true));
    assertThat(verify(source, wrong).equal()).isFalse();
  }

  @Test
  void oneIdentitySpelledByTwoReleasesIsNoDifference() {
    SourceInfo older = new SourceInfo("headscale", "0.28.0", "postgresql");
    Inventory source = of(SQLITE, loggedIn("https://idp.example.com/a%20b/c?d#e%20"));
    assertThat(verify(source, of(older, loggedIn("https://idp.example.com/a%20b/c%3Fd%23e"))))
        .matches(Verification::equal);
    assertThat(verify(source, of(older, loggedIn("https://idp.example.com/a%20b/c"))))
        .matches(verification -> !verification.equal());
  }

  @Test
  void anIdentityThatIsKnownApartIsWhatTheReleaseComputesOfIt() {
    SourceInfo own = new SourceInfo("wayleave", "0.1", "postgresql");
    SourceInfo older = new SourceInfo("headscale", "0.28.0", "postgresql");
    String issuer = "https://idp.example.com";
    Inventory source = of(own, loggedIn(new Identity("oidc", issuer + "/a?b", issuer, "a?b")));
    assertThat(verify(source, of(older, loggedIn(issuer + "/a%3Fb")))).matches(Verification::equal);
    assertThat(verify(source, of(older, loggedIn(issuer + "/a?b"))))
        .matches(verification -> !verification.equal());
  }

  private static User loggedIn(String identifier) {
    return loggedIn(new Identity("oidc", identifier, null, null));
  }

  private static User loggedIn(Identity identity) {
    return new User(new UserId(1), "ken", "", "", "", List.of(identity), Set.of(), NOW);
  }

  @Test
  void moreOnTheTargetIsCountedAndNoDifference() {
    Verification verification =
        verify(of(SQLITE), of(POSTGRES, user("2026-11-22T05:20:17.912508Z")));
    assertThat(verification.equal()).isTrue();
    assertThat(verification.kinds().get(EntityKind.USER))
        .satisfies(users -> assertThat(users.targetOwn()).isEqualTo(1));
  }
}
