package dev.wayleave.interop.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.interop.headscale.HeadscaleRelease;
import dev.wayleave.interop.identity.RealmHeadscale.Engine;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.testkit.seed.Breadth;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/// A Headscale whose people logged in at realm A of a real Keycloak is given realm B, in which the
/// same people have other subjects: without `wayleave oidc`, and with it.
@Tag("interop")
@ExtendWith(OnSharedKeycloak.class)
class ProviderChangeIT {
  private static final int DIFFERENT = 2;

  static final List<Kind> KINDS =
      Breadth.of(
          List.of(new Kind(HeadscaleRelease.V0_29, Engine.SQLITE)),
          List.of(
              new Kind(HeadscaleRelease.V0_29, Engine.SQLITE),
              new Kind(HeadscaleRelease.V0_29, Engine.POSTGRES),
              new Kind(HeadscaleRelease.V0_28, Engine.SQLITE),
              new Kind(HeadscaleRelease.V0_27, Engine.SQLITE),
              new Kind(HeadscaleRelease.V0_26, Engine.SQLITE)));

  record Kind(HeadscaleRelease release, Engine engine) {}

  @ParameterizedTest
  @FieldSource("KINDS")
  void aChangeOfProviderKeepsEverybodyOnlyWithTheIdentitiesRewritten(Kind kind, Drill drill)
      throws Exception {
    try (RealmHeadscale headscale = RealmHeadscale.start(drill, kind.release(), kind.engine());
        TailscaleClient alice = drill.client("alice");
        TailscaleClient bob = drill.client("bob")) {
      drill.logIn(alice, headscale);
      drill.logIn(bob, headscale);
      drill.policy(headscale);
      Population before = Population.of(headscale);
      assertThat(before.users()).containsOnlyKeys("alice", "bob");
      assertThat(before.nodes().keySet()).containsExactly("alice", "bob");
      headscale.server().stop();
      damage(drill, headscale, bob, before);
      Path journal = rewritten(drill, headscale);
      headscale.changeRealm("a", "b");
      headscale.server().start();
      headscale.server().ask("nodes", "expire", "-i", "" + before.node("alice").id());
      Drill.waitExpired(alice);
      drill.logIn(alice, headscale);
      assertRefused(headscale, journal, "users row 1 (");
      drill.logIn(bob, headscale, "--force-reauth");
      Population after = Population.of(headscale);
      assertThat(after.nodes()).isEqualTo(before.nodes());
      assertThat(after.keys()).as("both logged in anew").doesNotContainValue("");
      assertThat(after.keys().values()).doesNotContainAnyElementsOf(before.keys().values());
      assertThat(after.userIds()).isEqualTo(before.userIds());
      assertThat(after.users()).containsEntry("alice", drill.issuer("b") + "/" + Realm.ALICE_IN_B);
      headscale.server().stop();
      headscale.server().start();
      assertThat(Population.of(headscale)).isEqualTo(after);
      System.out.println("interop: after the change with wayleave oidc: " + after);
    }
  }

  /// What becomes of a copy whose provider is changed and nothing else.
  private static void damage(
      Drill drill, RealmHeadscale headscale, TailscaleClient bob, Population before)
      throws Exception {
    try (RealmHeadscale copy = headscale.copy()) {
      copy.changeRealm("a", "b");
      copy.server().start();
      drill.logIn(bob, copy, "--force-reauth");
      Population after = Population.of(copy);
      System.out.println("interop: after the change without wayleave oidc: " + after);
      assertThat(after.userIds()).as("bob is there twice").hasSize(before.userIds().size() + 1);
      assertThat(after.nodes()).as("and has a node besides his own").hasSize(3);
      assertThat(bob.address()).isNotEqualTo(before.node("bob").addresses().getFirst());
      copy.server().stop();
      if (copy.release() == HeadscaleRelease.V0_29) {
        assertThatThrownBy(copy.server()::start)
            .as("a policy that names bob keeps it from starting")
            .hasMessageContaining("Headscale ended instead of starting")
            .hasMessageContaining("bob@");
        assertRepaired(drill, copy, before);
      } else {
        copy.server().start();
        assertThat(Population.of(copy)).as("as before the start").isEqualTo(after);
      }
    }
  }

  /// What the change left is repaired: bob is one person again, and the server starts.
  private static void assertRepaired(Drill drill, RealmHeadscale copy, Population before)
      throws Exception {
    Answer applied =
        copy.wayleave(
            "oidc",
            "apply",
            "--endpoint",
            copy.endpoint(),
            "--from-issuer",
            drill.issuer("a"),
            "--to-issuer",
            drill.issuer("b"),
            "--match",
            "email",
            "--directory",
            "keycloak:" + drill.issuer("b"),
            "--repair",
            "duplicates",
            "--yes",
            "--journal",
            "" + drill.room().resolve("repair.journal"));
    System.out.println("interop: the repair: " + applied.ok().out());
    copy.server().start();
    Population repaired = Population.of(copy);
    assertThat(repaired.userIds()).as("bob is there once").isEqualTo(before.userIds());
    assertThat(repaired.nodes()).as("with both of his nodes").hasSize(3);
    assertThat(repaired.node("bob").addresses()).isEqualTo(before.node("bob").addresses());
    copy.server().stop();
  }

  /// Plans, applies, verifies, takes back and applies again.
  ///
  /// @return the journal of the last change
  private static Path rewritten(Drill drill, RealmHeadscale headscale) throws Exception {
    Dump before = headscale.dump();
    Path plan = drill.room().resolve("plan.json");
    Answer planned = plan(drill, headscale, plan);
    System.out.println(planned.out());
    assertThat(planned.status()).as(planned.err()).isEqualTo(DIFFERENT);
    assertThat(planned.out()).contains(Realm.ALICE_IN_B, Realm.BOB_IN_B);
    assertThat(headscale.dump()).isEqualTo(before);
    Path journal = drill.room().resolve("first.journal");
    Answer applied =
        headscale.wayleave("oidc", "apply", "" + plan, "--yes", "--journal", "" + journal);
    assertThat(applied.ok().out()).contains("journal: " + journal);
    System.out.println(applied.out());
    assertThat(headscale.dump().changedFrom(before))
        .as("two identities, and nothing else")
        .isEqualTo(Map.of("users", 2));
    headscale.wayleave("oidc", "verify", "" + journal).ok();
    headscale.wayleave("oidc", "rollback", "" + journal).ok();
    assertThat(headscale.dump()).isEqualTo(before);
    assertThat(plan(drill, headscale, drill.room().resolve("again.json")).out())
        .isEqualTo(planned.out());
    Path second = drill.room().resolve("second.journal");
    headscale.wayleave("oidc", "apply", "" + plan, "--yes", "--journal", "" + second).ok();
    return second;
  }

  private static Answer plan(Drill drill, RealmHeadscale headscale, Path plan)
      throws IOException, InterruptedException {
    Files.deleteIfExists(plan);
    return headscale.wayleave(
        "oidc",
        "plan",
        "--endpoint",
        headscale.endpoint(),
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

  /// Somebody logged in since the change, so that taking it back would lose what the login wrote.
  private static void assertRefused(RealmHeadscale headscale, Path journal, String... rows)
      throws Exception {
    Dump before = headscale.dump();
    Answer refused = headscale.wayleave("oidc", "rollback", "" + journal, "--while-running");
    System.out.println("interop: taking it back after a login: " + refused.err());
    assertThat(refused.status()).as(refused.out()).isEqualTo(DIFFERENT);
    assertThat(refused.err()).contains("nothing was undone").contains(rows);
    assertThat(refused.err().split("users row ", -1)).as(refused.err()).hasSize(rows.length + 1);
    // The server goes on to write what its clients tell it, of nodes alone.
    assertThat(headscale.dump().tables().get("users")).isEqualTo(before.tables().get("users"));
  }
}
