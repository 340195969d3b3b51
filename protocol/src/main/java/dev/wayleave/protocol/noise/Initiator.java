package dev.wayleave.protocol.noise;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import java.security.SecureRandom;

/// The client's side of a handshake: a machine that knows its server's key from `/key`.
public final class Initiator {
  private static final byte[] EMPTY_PAYLOAD = {};

  private final MachinePrivateKey machine;
  private final MachineKey server;
  private final CapabilityVersion version;
  private final SecureRandom random;

  public Initiator(
      MachinePrivateKey machine,
      MachineKey server,
      CapabilityVersion version,
      SecureRandom random) {
    this.machine = machine;
    this.server = server;
    this.version = version;
    this.random = random;
  }

  /// Makes the first message of a new handshake.
  public AwaitingResponse begin() throws NoiseException {
    return begin(Prologue.of(version));
  }

  AwaitingResponse begin(byte[] prologue) throws NoiseException {
    byte[] serverBytes = server.toBytes();
    SymmetricState state = SymmetricState.begin(prologue, serverBytes);
    Ephemeral ephemeral = new Ephemeral(random);
    try {
      // e, es, s, ss
      state.mixHash(ephemeral.publicKey());
      state.mixKey(ephemeral.agree(serverBytes));
      byte[] sealedKey = state.encryptAndHash(machine.publicKey().toBytes());
      state.mixKey(StaticAgreement.of(machine, serverBytes));
      byte[] tag = state.encryptAndHash(EMPTY_PAYLOAD);
      Initiation first = Initiation.of(version, ephemeral.publicKey(), sealedKey, tag);
      return new AwaitingResponse(first, state, ephemeral, machine, server);
    } catch (NoiseException e) {
      state.destroy();
      ephemeral.destroy();
      throw e;
    }
  }
}
