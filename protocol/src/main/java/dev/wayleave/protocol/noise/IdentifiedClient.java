package dev.wayleave.protocol.noise;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.MachineKey;
import java.security.SecureRandom;

/// A client whose [Initiation] was read and not yet answered.
///
/// The one who made the message has the private half of `peer`. It may be a replay of an old one:
/// only a record that can be opened proves that the client is there. Anyone can make a machine key,
/// so being identified is no permission.
public final class IdentifiedClient implements PendingHandshake {
  private static final byte[] EMPTY_PAYLOAD = {};

  private final MachineKey peer;
  private final MachineKey own;
  private final CapabilityVersion version;
  private final byte[] clientEphemeral;
  private final SymmetricState state;
  private final SecureRandom random;
  private boolean ended;

  IdentifiedClient(
      MachineKey peer,
      MachineKey own,
      CapabilityVersion version,
      byte[] clientEphemeral,
      SymmetricState state,
      SecureRandom random) {
    this.peer = peer;
    this.own = own;
    this.version = version;
    this.clientEphemeral = clientEphemeral;
    this.state = state;
    this.random = random;
  }

  /// The machine key of the client.
  public MachineKey peer() {
    return peer;
  }

  /// The key of ours that the client knows.
  public MachineKey own() {
    return own;
  }

  /// What the client says it can do.
  public CapabilityVersion version() {
    return version;
  }

  /// Makes the answer, and with it the session; can be called once.
  public Answered answer() throws NoiseException {
    if (ended) {
      throw new IllegalStateException("a handshake ends once");
    }
    Ephemeral ephemeral = new Ephemeral(random);
    try {
      // e, ee, se
      state.mixHash(ephemeral.publicKey());
      state.mixKey(ephemeral.agree(clientEphemeral));
      state.mixKey(ephemeral.agree(peer.toBytes()));
      Response response = Response.of(ephemeral.publicKey(), state.encryptAndHash(EMPTY_PAYLOAD));
      return new Answered(response, session());
    } finally {
      ephemeral.destroy();
      close();
    }
  }

  private Session session() {
    byte[] hash = state.hash();
    SymmetricState.Halves keys = state.split();
    return new Session(
        peer,
        own,
        version,
        hash,
        new RecordSealer(CipherState.of(keys.second)),
        new RecordOpener(CipherState.of(keys.first)));
  }

  @Override
  public void close() {
    ended = true;
    state.destroy();
  }
}
