package dev.wayleave.protocol.noise;

import dev.wayleave.protocol.key.MachinePrivateKey;

/// The secret that a machine's lasting key shares with another key.
final class StaticAgreement {
  private StaticAgreement() {}

  /// The caller wipes the result.
  static byte[] of(MachinePrivateKey own, byte[] peer) throws NoiseException {
    byte[] secret = new byte[Ephemeral.SIZE];
    return Ephemeral.checked(own.agree(peer, secret), secret);
  }
}
