package dev.wayleave.interop.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.api.NodeView;
import dev.wayleave.interop.tailscale.Answer;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.testkit.wait.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// A coordinator whose people log in at a real Keycloak, of its own choice or since it took the
/// place of a Headscale: they are who they were when the provider is changed for another realm.
@Tag("interop")
@ExtendWith({ExhaustiveOnly.class, OnSharedKeycloak.class})
class CoordinatorProviderChangeIT {
  @Test
  void whoLetADeviceInOnThePageComesBackToItAfterTheChange(Drill drill) throws Exception {
    try (RealCoordinator wayleave = drill.coordinator();
        TailscaleClient carol = drill.client("carol");
        TailscaleClient bob = drill.client("bob")) {
      assertThat(drill.provider(wayleave, "cloak", drill.issuer("a")))
          .endsWith("/oidc/callback/cloak");
      drill.logIn(carol, wayleave.url());
      drill.logIn(bob, wayleave.url());
      NodeView before = wayleave.node("carol");
      NodeView bobBefore = wayleave.node("bob");
      assertThat(before.registerMethod()).isEqualToIgnoringCase("oidc");
      Path journal = identities(drill, wayleave, List.of(), Realm.CAROL_IN_B, Realm.BOB_IN_B);
      assertThat(drill.provider(wayleave, "cloak", drill.issuer("b")))
          .contains("/oidc/callback/cloak");
      logInAnew(drill, wayleave, carol, before);
      assertSame(wayleave.node("carol"), before);
      assertRefused(wayleave, journal);
      logInAnew(drill, wayleave, bob, bobBefore);
      assertSame(wayleave.node("bob"), bobBefore);
      assertThat(wayleave.nodes()).hasSize(2);
    }
  }

  @Test
  void withoutItPeopleAreThereTwiceUntilTheyAreMerged(Drill drill) throws Exception {
    try (RealCoordinator wayleave = drill.coordinator();
        TailscaleClient carol = drill.client("carol")) {
      Object _ = drill.provider(wayleave, "cloak", drill.issuer("a"));
      drill.logIn(carol, wayleave.url());
      NodeView before = only(wayleave, "carol");
      Object _ = drill.provider(wayleave, "cloak", drill.issuer("b"));
      drill.logIn(carol, wayleave.url(), "--force-reauth");
      Await.until("she has a node besides her own", () -> wayleave.nodes().size() == 2);
      carol.waitOnline();
      assertThat(carol.address()).isNotEqualTo(before.addresses().getFirst());
      List<String> users = users(wayleave);
      assertThat(users).as("she is there twice").hasSize(2);
      Path _ =
          identities(
              drill,
              wayleave,
              List.of("--merge", "user:%s=user:%s".formatted(users.getFirst(), users.getLast())),
              Realm.CAROL_IN_B);
      assertThat(users(wayleave)).containsExactly(users.getFirst());
      assertThat(wayleave.nodes())
          .as("all is hers, as it was")
          .hasSize(2)
          .allMatch(node -> Objects.equals(node.user(), before.user()));
      drill.logIn(carol, wayleave.url(), "--force-reauth");
      assertThat(users(wayleave)).containsExactly(users.getFirst());
      assertThat(wayleave.nodes()).hasSize(2);
    }
  }

  /// Nobody knows the new subjects: the first login that proves the address is the user's.
  @Test
  void whoIsAwaitedByAddressComesBackWithTheFirstLogin(Drill drill) throws Exception {
    try (RealCoordinator wayleave = drill.coordinator();
        TailscaleClient carol = drill.client("carol")) {
      Object _ = drill.provider(wayleave, "cloak", drill.issuer("a"));
      drill.logIn(carol, wayleave.url());
      NodeView before = only(wayleave, "carol");
      List<String> users = users(wayleave);
      String applied =
          wayleave
              .wayleaveOutside(
                  Map.of(),
                  "oidc",
                  "apply",
                  "--endpoint",
                  "wayleave:",
                  "--from-issuer",
                  drill.issuer("a"),
                  "--to-issuer",
                  drill.issuer("b"),
                  "--match",
                  "email",
                  "--expect-days",
                  "7",
                  "--yes",
                  "--journal",
                  drill.room().resolve("w.journal").toString())
              .ok()
              .out();
      System.out.println(applied);
      assertThat(applied).contains("expected").doesNotContain(Realm.CAROL_IN_B);
      Object _ = drill.provider(wayleave, "cloak", drill.issuer("b"));
      logInAnew(drill, wayleave, carol, before);
      assertSame(only(wayleave, "carol"), before);
      assertThat(users(wayleave)).isEqualTo(users);
    }
  }

  private static List<String> users(RealCoordinator wayleave) throws Exception {
    List<String> ids = new ArrayList<>();
    wayleave
        .wayleaveOutside(Map.of(), "users", "list", "-o", "json")
        .ok()
        .json()
        .forEach(user -> ids.add(user.path("id").asText()));
    return ids;
  }

  @Test
  void peopleOfAnImportedProviderAreWhoTheyWereBeforeAndAfterItsChange(Drill drill)
      throws Exception {
    try (RealmHeadscale headscale = drill.headscale();
        RealCoordinator wayleave =
            RealCoordinator.beside(
                drill.network(), drill.room().resolve("w"), headscale.server().url());
        TailscaleClient alice = drill.client("alice")) {
      drill.logIn(alice, headscale);
      drill.policy(headscale);
      Population.Device before = Population.of(headscale).node("alice");
      headscale.server().stop();
      wayleave.wayleave("apply", "--from", headscale.endpoint(), "--to", "wayleave:", "--yes").ok();
      wayleave.moveTo(headscale.server().port());
      alice.waitOnline();
      NodeView taken = only(wayleave, "alice");
      logInAnew(drill, wayleave, alice, taken);
      NodeView imported = only(wayleave, "alice");
      assertThat(imported.addresses()).containsExactlyElementsOf(before.addresses());
      assertThat(imported.id()).isEqualTo(before.id());
      Object _ = identities(drill, wayleave, List.of(), Realm.ALICE_IN_B);
      assertThat(drill.provider(wayleave, "oidc", drill.issuer("b"))).endsWith("/oidc/callback");
      wayleave.expire("alice");
      Drill.waitExpired(alice);
      drill.logIn(alice, wayleave.url());
      assertSame(only(wayleave, "alice"), imported);
      assertThat(alice.address()).isEqualTo(before.addresses().getFirst());
    }
  }

  /// Carol logged in since the change, so that taking it back would lose what her login wrote; bob
  /// did not.
  private static void assertRefused(RealCoordinator wayleave, Path journal) throws Exception {
    Answer refused = wayleave.wayleaveOutside(Map.of(), "oidc", "rollback", journal.toString());
    System.out.println("interop: taking it back after a login: " + refused.err());
    assertThat(refused.status()).as(refused.out()).isEqualTo(2);
    assertThat(refused.err()).contains("carol").doesNotContain("bob");
  }

  private static void logInAnew(
      Drill drill, RealCoordinator wayleave, TailscaleClient client, NodeView before)
      throws Exception {
    drill.logIn(client, wayleave.url(), "--force-reauth");
    Await.until(
        client.name() + " has logged in anew",
        () -> wayleave.nodes().stream().noneMatch(node -> sameKey(node, before)));
    client.waitOnline();
  }

  private static boolean sameKey(NodeView node, NodeView other) {
    return node.nodeKey().equals(other.nodeKey());
  }

  private static NodeView only(RealCoordinator wayleave, String name) throws Exception {
    assertThat(wayleave.nodes()).hasSize(1);
    return wayleave.node(name);
  }

  private static void assertSame(NodeView node, NodeView before) {
    assertThat(node.id()).isEqualTo(before.id());
    assertThat(node.user()).isEqualTo(before.user());
    assertThat(node.addresses()).isEqualTo(before.addresses());
  }

  /// Rewrites the identities while the coordinator runs.
  ///
  /// @return the journal
  private static Path identities(
      Drill drill, RealCoordinator wayleave, List<String> more, String... subjects)
      throws Exception {
    Path journal = drill.room().resolve("w.journal");
    List<String> apply = new ArrayList<>(List.of("oidc", "apply", "--endpoint", "wayleave:"));
    apply.addAll(List.of("--from-issuer", drill.issuer("a"), "--to-issuer", drill.issuer("b")));
    apply.addAll(List.of("--match", "email", "--directory", "keycloak:" + drill.issuer("b")));
    apply.addAll(List.of("--yes", "--journal", journal.toString()));
    apply.addAll(more);
    String applied =
        wayleave.wayleaveOutside(Keycloak.DIRECTORY, apply.toArray(new String[0])).ok().out();
    System.out.println(applied);
    assertThat(applied).contains(subjects).contains("journal: ");
    return journal;
  }
}
