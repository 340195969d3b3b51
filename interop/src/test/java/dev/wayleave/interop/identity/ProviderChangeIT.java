package dev.wayleave.interop.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.RealHeadscale;
import dev.wayleave.interop.tailscale.TailscaleClient;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A Headscale whose people logged in at realm A of a real Keycloak is given realm B, in which the
/// same people have other subjects: without `wayleave oidc`, and with it.
@Tag("interop")
class ProviderChangeIT {
  private static final int DIFFERENT = 2;

  @Test
  void aChangeOfProviderKeepsEverybodyOnlyWithTheIdentitiesRewritten() throws Exception {
    try (Drill drill = Drill.open();
        RealHeadscale headscale = drill.headscale();
        TailscaleClient alice = drill.client("alice");
        TailscaleClient bob = drill.client("bob")) {
      drill.logIn(alice, headscale);
      drill.logIn(bob, headscale);
      drill.policy(headscale);
      Population before = Population.of(headscale);
      assertThat(before.users()).containsOnlyKeys("alice", "bob");
      assertThat(before.nodes().keySet()).containsExactly("alice", "bob");
      headscale.stop();
      damage(drill, headscale, bob, before);
      rewritten(drill, headscale);
      Realm.change(headscale.config(), "a", "b");
      headscale.start();
      for (TailscaleClient client : List.of(alice, bob)) {
        drill.logIn(client, headscale, "--force-reauth");
      }
      Population after = Population.of(headscale);
      assertThat(after.nodes()).isEqualTo(before.nodes());
      assertThat(after.keys()).as("both logged in anew").doesNotContainValue("");
      assertThat(after.keys().values()).doesNotContainAnyElementsOf(before.keys().values());
      assertThat(after.userIds()).isEqualTo(before.userIds());
      assertThat(after.users()).containsEntry("alice", drill.issuer("b") + "/" + Realm.ALICE_IN_B);
      headscale.stop();
      headscale.start();
      assertThat(Population.of(headscale)).isEqualTo(after);
      System.out.println("interop: after the change with wayleave oidc: " + after);
    }
  }

  /// What becomes of a copy whose provider is changed and nothing else.
  private static void damage(
      Drill drill, RealHeadscale headscale, TailscaleClient bob, Population before)
      throws Exception {
    try (RealHeadscale copy = drill.copy(headscale)) {
      Realm.change(copy.config(), "a", "b");
      copy.start();
      drill.logIn(bob, copy, "--force-reauth");
      Population after = Population.of(copy);
      System.out.println("interop: after the change without wayleave oidc: " + after);
      assertThat(after.userIds()).as("bob is there twice").hasSize(before.userIds().size() + 1);
      assertThat(after.nodes()).as("and has a node besides his own").hasSize(3);
      assertThat(bob.address()).isNotEqualTo(before.node("bob").addresses().getFirst());
      copy.stop();
      assertThatThrownBy(copy::start)
          .as("a policy that names bob keeps it from starting")
          .hasMessageContaining("Headscale ended instead of starting")
          .hasMessageContaining("bob@");
    }
  }

  /// Plans, applies, verifies, takes back and applies again.
  private static void rewritten(Drill drill, RealHeadscale headscale) throws Exception {
    Path database = headscale.folder().resolve("db.sqlite");
    Dump before = Dump.of(database);
    Path plan = drill.room().resolve("plan.json");
    Answer planned = plan(drill, headscale, plan);
    System.out.println(planned.out());
    assertThat(planned.status()).as(planned.err()).isEqualTo(DIFFERENT);
    assertThat(planned.out()).contains(Realm.ALICE_IN_B, Realm.BOB_IN_B);
    assertThat(Dump.of(database)).isEqualTo(before);
    Path journal = drill.room().resolve("first.journal");
    Answer applied = drill.wayleave("oidc", "apply", "" + plan, "--yes", "--journal", "" + journal);
    assertThat(applied.ok().out()).contains("journal: " + journal);
    System.out.println(applied.out());
    assertThat(Dump.of(database).changedFrom(before))
        .as("two identities, and nothing else")
        .isEqualTo(Map.of("users", 2));
    drill.wayleave("oidc", "verify", "" + journal).ok();
    drill.wayleave("oidc", "rollback", "" + journal).ok();
    assertThat(Dump.of(database)).isEqualTo(before);
    assertThat(plan(drill, headscale, drill.room().resolve("again.json")).out())
        .isEqualTo(planned.out());
    Path second = drill.room().resolve("second.journal");
    drill.wayleave("oidc", "apply", "" + plan, "--yes", "--journal", "" + second).ok();
  }

  private static Answer plan(Drill drill, RealHeadscale headscale, Path plan)
      throws IOException, InterruptedException {
    Files.deleteIfExists(plan);
    return drill.wayleave(
        "oidc",
        "plan",
        "--endpoint",
        "headscale:" + headscale.config(),
        "--from-issuer",
        drill.issuer("a"),
        "--to-issuer",
        drill.issuer("b"),
        "--match",
        "email",
        "--directory",
        "keycloak:" + drill.issuer("b"),
        "--out",
        plan.toString());
  }
}
