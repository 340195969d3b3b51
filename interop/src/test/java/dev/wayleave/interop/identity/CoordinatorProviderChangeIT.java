package dev.wayleave.interop.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.wayleave.api.NodeView;
import dev.wayleave.interop.tailscale.RealCoordinator;
import dev.wayleave.interop.tailscale.RealHeadscale;
import dev.wayleave.interop.tailscale.TailscaleClient;
import dev.wayleave.testkit.wait.Await;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A coordinator whose people log in at a real Keycloak, of its own choice or since it took the
/// place of a Headscale: they are who they were when the provider is changed for another realm.
@Tag("interop")
class CoordinatorProviderChangeIT {
  @BeforeAll
  static void inExhaustiveRunsOnly() {
    boolean exhaustive = Boolean.getBoolean("wayleave.exhaustive");
    if (!exhaustive) {
      System.out.println(
          "interop: LEFT OUT is the change of provider in a coordinator, which -Pexhaustive adds");
    }
    assumeTrue(exhaustive);
  }

  @Test
  void whoLetADeviceInOnThePageComesBackToItAfterTheChange() throws Exception {
    try (Drill drill = Drill.open()) {
      int port = drill.network().commonPort();
      try (RealCoordinator wayleave =
              RealCoordinator.beside(
                  drill.network(), drill.room().resolve("w"), "http://127.0.0.1:" + port);
          TailscaleClient carol = drill.client("carol")) {
        wayleave.moveTo(port);
        assertThat(provider(drill, wayleave, "cloak", "a")).endsWith("/oidc/callback/cloak");
        drill.logIn(carol, wayleave.url());
        NodeView before = only(wayleave, "carol");
        assertThat(before.registerMethod()).isEqualToIgnoringCase("oidc");
        identities(drill, wayleave, Realm.CAROL_IN_B);
        assertThat(provider(drill, wayleave, "cloak", "b")).contains("/oidc/callback/cloak");
        logInAnew(drill, wayleave, carol, before);
        assertSame(only(wayleave, "carol"), before);
      }
    }
  }

  @Test
  void peopleOfAnImportedProviderAreWhoTheyWereBeforeAndAfterItsChange() throws Exception {
    try (Drill drill = Drill.open();
        RealHeadscale headscale = drill.headscale();
        RealCoordinator wayleave =
            RealCoordinator.beside(drill.network(), drill.room().resolve("w"), headscale.url());
        TailscaleClient alice = drill.client("alice")) {
      drill.logIn(alice, headscale);
      drill.policy(headscale);
      Population.Device before = Population.of(headscale).node("alice");
      headscale.stop();
      String from = "headscale:" + headscale.config();
      wayleave.wayleave("apply", "--from", from, "--to", "wayleave:", "--yes").ok();
      wayleave.moveTo(headscale.port());
      alice.waitOnline();
      NodeView taken = only(wayleave, "alice");
      logInAnew(drill, wayleave, alice, taken);
      NodeView imported = only(wayleave, "alice");
      assertThat(imported.addresses()).containsExactlyElementsOf(before.addresses());
      assertThat(imported.id()).isEqualTo(before.id());
      identities(drill, wayleave, Realm.ALICE_IN_B);
      assertThat(provider(drill, wayleave, "oidc", "b")).endsWith("/oidc/callback");
      logInAnew(drill, wayleave, alice, imported);
      assertSame(only(wayleave, "alice"), imported);
      assertThat(alice.address()).isEqualTo(before.addresses().getFirst());
    }
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
  private static void identities(Drill drill, RealCoordinator wayleave, String subject)
      throws Exception {
    List<String> apply = new ArrayList<>(List.of("oidc", "apply", "--endpoint", "wayleave:"));
    apply.addAll(List.of("--from-issuer", drill.issuer("a"), "--to-issuer", drill.issuer("b")));
    apply.addAll(List.of("--match", "email", "--directory", "keycloak:" + drill.issuer("b")));
    apply.addAll(List.of("--yes", "--journal", drill.room().resolve("w.journal").toString()));
    String applied =
        wayleave.wayleaveOutside(Keycloak.DIRECTORY, apply.toArray(new String[0])).ok().out();
    System.out.println(applied);
    assertThat(applied).contains(subject, "journal: ");
  }

  /// Sets a provider to a realm, without a restart.
  ///
  /// @return where the provider sends people back to
  private static String provider(Drill drill, RealCoordinator wayleave, String name, String realm)
      throws Exception {
    Path settings =
        Files.writeString(
            drill.room().resolve(name + ".yaml"),
            "issuer: %s%nclientId: %s%n".formatted(drill.issuer(realm), Keycloak.CLIENT));
    Map<String, String> secret = Map.of("WAYLEAVE_CLIENT_SECRET", Keycloak.SECRET);
    List<String> set = List.of("identity-providers", "set", name, "-f", settings.toString());
    List<String> all = new ArrayList<>(set);
    all.addAll(List.of("-o", "json"));
    return wayleave
        .wayleaveOutside(secret, all.toArray(new String[0]))
        .ok()
        .json()
        .path("callbackUrl")
        .asText();
  }
}
