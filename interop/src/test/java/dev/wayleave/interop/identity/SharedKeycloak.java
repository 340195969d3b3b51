package dev.wayleave.interop.identity;

import dev.wayleave.interop.GoTool;
import dev.wayleave.interop.tailscale.TestNetwork;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// The one Keycloak of a run, in a network that the servers and clients of all its tests share: it
/// takes as long to start as most of them take.
///
/// @param room a folder with a short path, since that of a socket is limited
record SharedKeycloak(Path room, TestNetwork network, Keycloak keycloak) implements AutoCloseable {
  private static @Nullable SharedKeycloak made;

  /// Aborts where it or its peers are not there.
  static synchronized SharedKeycloak get() throws IOException, InterruptedException {
    if (made == null) {
      // First, so that nothing is started in vain.
      Object _ = GoTool.HEADSCALE.binary();
      Object _ = GoTool.TAILSCALED.binary();
      Object _ = KeycloakHome.prepared();
      made = start(Files.createTempDirectory("wl-"));
    }
    return made;
  }

  private static SharedKeycloak start(Path room) throws IOException, InterruptedException {
    TestNetwork network = TestNetwork.open(room);
    try {
      return new SharedKeycloak(room, network, Keycloak.start(network, room.resolve("provider")));
    } catch (AssertionError | IOException | InterruptedException e) {
      network.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    keycloak.close();
    network.close();
    Drill.keepLogs(room);
    Drill.delete(room);
  }
}
