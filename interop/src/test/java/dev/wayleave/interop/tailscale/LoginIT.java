package dev.wayleave.interop.tailscale;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.api.CreatePreAuthKeyRequest;
import dev.wayleave.api.NodeView;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/// How clients log in, stay logged in and come back.
@Tag("interop")
@ExtendWith(OnSharedTailnet.class)
class LoginIT {
  @Test
  void aClientWithASpentKeyRestartsWithoutALogin(SharedTailnet tailnet) throws Exception {
    RealCoordinator coordinator = tailnet.coordinator();
    String once =
        coordinator.authKey(
            new CreatePreAuthKeyRequest(
                coordinator.user("anna"), List.of(), "once", false, false, null));
    try (TailscaleClient guest = tailnet.guest("once", once)) {
      NodeView before = coordinator.node("once");
      guest.restart();
      guest.waitOnline();
      NodeView after = coordinator.node("once");
      assertThat(after.id()).isEqualTo(before.id());
      assertThat(after.nodeKey()).isEqualTo(before.nodeKey());
      assertThat(after.addresses()).isEqualTo(before.addresses());
    }
    TailscaleClient second =
        TailscaleClient.start(tailnet.network(), Line.NEWEST, tailnet.room(), "twice");
    try (second) {
      Answer refused =
          second.cli(
              "up",
              "--login-server=" + coordinator.url(),
              "--authkey=" + once,
              "--hostname=twice",
              "--timeout=10s");
      assertThat(refused.status()).isNotZero();
      assertThat(coordinator.find("twice")).isEmpty();
    }
  }

  @Test
  void anInteractiveLoginIsFinishedByTheOwner(SharedTailnet tailnet) throws Exception {
    RealCoordinator coordinator = tailnet.coordinator();
    TailscaleClient guest =
        TailscaleClient.start(tailnet.network(), Line.NEWEST, tailnet.room(), "by-hand");
    try (guest) {
      String page = guest.beginLogin(coordinator.url());
      assertThat(page).startsWith(coordinator.url() + "/");
      assertThat(coordinator.find("by-hand")).isEmpty();
      long owner = coordinator.user("cleo");
      String id = page.substring(page.lastIndexOf('/') + 1);
      coordinator.wayleave("auth", "register", "--auth-id", id, "--user", "cleo").ok();
      guest.waitOnline();
      assertThat(coordinator.node("by-hand").user()).isEqualTo(owner);
    }
  }

  @Test
  void aTaggedKeyMakesADeviceOfItsTags(SharedTailnet tailnet) throws Exception {
    tailnet.openPolicy();
    String key = tailnet.coordinator().taggedKey("tag:server");
    try (TailscaleClient guest = tailnet.guest("tagged", key)) {
      assertThat(tailnet.coordinator().node("tagged").tags()).containsExactly("tag:server");
      assertThat(guest.status().path("Self").path("Tags").path(0).asText()).isEqualTo("tag:server");
    }
  }
}
