package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.testkit.wait.Await;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Predicate;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// What is changed at the coordinator is known to every client within two seconds.
@Tag("interop")
@ExtendWith(OnSharedTailnet.class)
class ChangesIT {
  private static final Duration SOON = Duration.ofSeconds(2);

  @BeforeEach
  void open(SharedTailnet tailnet) throws Exception {
    tailnet.openPolicy();
  }

  @Test
  void aPolicyThatHidesAPeer(SharedTailnet tailnet) throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    TailscaleClient bert = tailnet.client("bert");
    TailscaleClient cleo = tailnet.client("cleo");
    waitPeer(cleo, "bert", Optional::isPresent, Await.USUAL_LIMIT);
    waitPeer(anna, "bert", Optional::isPresent, Await.USUAL_LIMIT);

    Promise hidden = Promise.within(SOON);
    tailnet
        .coordinator()
        .policy(
            "{\"grants\": [{\"src\": [\"%s\"], \"dst\": [\"%s\"], \"ip\": [\"*\"]}]}"
                .formatted(anna.address(), bert.address()));

    seen(hidden, cleo, "bert", "hidden by the policy", Optional::isEmpty);
    assertThat(anna.peer("bert")).isPresent();
    assertThat(anna.waitPong("bert")).contains("pong from bert");

    Promise shown = Promise.within(SOON);
    tailnet.openPolicy();
    seen(shown, cleo, "bert", "shown by the policy", Optional::isPresent);
    assertThat(cleo.waitPong("bert")).contains("pong from bert");
  }

  @Test
  void anotherTag(SharedTailnet tailnet) throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    String key = tailnet.coordinator().authKey("bert");
    try (TailscaleClient guest = tailnet.guest("to-tag", key)) {
      waitPeer(anna, "to-tag", Optional::isPresent, Await.USUAL_LIMIT);
      Promise soon = Promise.within(SOON);
      tailnet.coordinator().tag("to-tag", "tag:server");
      seen(soon, anna, "to-tag", "tagged", peer -> hasTag(peer, "tag:server"));
      soon.kept(
          guest,
          "it knows its tag",
          () -> hasTag(Optional.of(guest.status().path("Self")), "tag:server"));
    }
  }

  @Test
  void anotherName(SharedTailnet tailnet) throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    String key = tailnet.coordinator().authKey("bert");
    try (TailscaleClient guest = tailnet.guest("old-name", key)) {
      waitPeer(anna, "old-name", Optional::isPresent, Await.USUAL_LIMIT);
      Promise soon = Promise.within(SOON);
      tailnet.coordinator().rename("old-name", "new-name");
      seen(soon, anna, "new-name", "renamed", Optional::isPresent);
      assertThat(anna.peer("old-name")).isEmpty();
      assertThat(anna.waitPong("new-name")).contains("pong from new-name");
      assertThat(guest.status().path("Self").path("DNSName").asText()).startsWith("new-name.");
    }
  }

  @Test
  void aDeletedNode(SharedTailnet tailnet) throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    String key = tailnet.coordinator().authKey("bert");
    try (TailscaleClient _ = tailnet.guest("to-delete", key)) {
      waitPeer(anna, "to-delete", Optional::isPresent, Await.USUAL_LIMIT);
      Promise soon = Promise.within(SOON);
      tailnet.coordinator().delete("to-delete");
      seen(soon, anna, "to-delete", "deleted", Optional::isEmpty);
    }
  }

  @Test
  void anExpiredLogin(SharedTailnet tailnet) throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    String key = tailnet.coordinator().authKey("bert");
    try (TailscaleClient guest = tailnet.guest("to-expire", key)) {
      waitPeer(anna, "to-expire", Optional::isPresent, Await.USUAL_LIMIT);
      Promise soon = Promise.within(SOON);
      tailnet.coordinator().expire("to-expire");
      seen(soon, anna, "to-expire", "expired", ChangesIT::isOut);
      guest.waitUntil(
          "it needs a login",
          Await.USUAL_LIMIT,
          () -> guest.status().path("BackendState").asText().equals("NeedsLogin"));
    }
  }

  @Test
  void aLogout(SharedTailnet tailnet) throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    String key = tailnet.coordinator().authKey("bert");
    try (TailscaleClient guest = tailnet.guest("to-log-out", key)) {
      waitPeer(anna, "to-log-out", Optional::isPresent, Await.USUAL_LIMIT);
      Promise soon = Promise.within(SOON);
      guest.logout();
      seen(soon, anna, "to-log-out", "logged out", ChangesIT::isOut);
    }
  }

  @Test
  void anEphemeralClientThatLogsOutIsGone(SharedTailnet tailnet) throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    String key = tailnet.coordinator().ephemeralKey("bert");
    try (TailscaleClient guest = tailnet.guest("ephemeral", key)) {
      waitPeer(anna, "ephemeral", Optional::isPresent, Await.USUAL_LIMIT);
      Promise soon = Promise.within(SOON);
      guest.logout();
      seen(soon, anna, "ephemeral", "logged out for good", Optional::isEmpty);
      assertThat(tailnet.coordinator().find("ephemeral")).isEmpty();
    }
  }

  @Test
  void goingAndComingBack(SharedTailnet tailnet) throws Exception {
    TailscaleClient anna = tailnet.client("anna");
    String key = tailnet.coordinator().authKey("bert");
    try (TailscaleClient guest = tailnet.guest("to-and-fro", key)) {
      waitPeer(anna, "to-and-fro", ChangesIT::isOnline, Await.USUAL_LIMIT);
      guest.down();
      // Not within two seconds: a connection that breaks is given time to come back first.
      waitPeer(anna, "to-and-fro", peer -> !isOnline(peer), Await.USUAL_LIMIT);
      guest
          .cli("up", "--hostname=to-and-fro", "--login-server=" + tailnet.coordinator().url())
          .ok();
      guest.waitOnline();
      Promise soon = Promise.within(SOON);
      seen(soon, anna, "to-and-fro", "back", ChangesIT::isOnline);
    }
  }

  private static boolean isOut(Optional<JsonNode> peer) {
    return peer.isEmpty() || peer.get().path("Expired").asBoolean();
  }

  private static boolean isOnline(Optional<JsonNode> peer) {
    return peer.map(known -> known.path("Online").asBoolean()).orElse(false);
  }

  private static boolean hasTag(Optional<JsonNode> peer, String tag) {
    return peer.map(known -> known.path("Tags").toString().contains("\"" + tag + "\""))
        .orElse(false);
  }

  private static void seen(
      Promise soon,
      TailscaleClient viewer,
      String host,
      String how,
      Predicate<Optional<JsonNode>> seen) {
    soon.kept(viewer, "it sees " + host + " " + how, () -> seen.test(viewer.peer(host)));
  }

  private static void waitPeer(
      TailscaleClient viewer, String host, Predicate<Optional<JsonNode>> seen, Duration limit) {
    viewer.waitUntil(
        "it sees " + host + " as it is now", limit, () -> seen.test(viewer.peer(host)));
  }
}
