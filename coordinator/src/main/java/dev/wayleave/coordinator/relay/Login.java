package dev.wayleave.coordinator.relay;

import dev.wayleave.protocol.derp.ClientDetails;
import dev.wayleave.protocol.derp.DerpException;
import dev.wayleave.protocol.derp.Frame;
import dev.wayleave.protocol.derp.InfoSeal;
import dev.wayleave.protocol.derp.ServerDetails;
import dev.wayleave.protocol.key.NodePrivateKey;
import java.security.SecureRandom;

/// Decides on what a client says of itself.
final class Login {
  /// What becomes of a client.
  sealed interface Verdict {
    record Welcome(ClientDetails details, Frame.ServerInfo info) implements Verdict {}

    record NotAdmitted() implements Verdict {}
  }

  private final Admission admission;
  private final SecureRandom random;

  Login(Admission admission, SecureRandom random) {
    this.admission = admission;
    this.random = random;
  }

  /// The box is opened, and the answer sealed, before anybody looks whether the key is known: so
  /// the time of a refusal does not tell which keys are, and only their holders get as far.
  ///
  /// @throws DerpException where the box was not sealed by the key's holder
  Verdict judge(Frame.ClientInfo info, NodePrivateKey server) throws DerpException {
    ClientDetails details = InfoSeal.open(info, server);
    Frame.ServerInfo answer =
        InfoSeal.seal(ServerDetails.unlimited(), server, info.client(), random);
    return admission.admits(info.client())
        ? new Verdict.Welcome(details, answer)
        : new Verdict.NotAdmitted();
  }
}
