package dev.wayleave.protocol.noise;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.MachinePrivateKey;
import dev.wayleave.protocol.noise.NoiseException.Reason;
import java.security.SecureRandom;
import java.util.List;

/// The server's side of handshakes, for one or several of its keys.
///
/// A client holds on to the key that it fetched until it is restarted, so a server that changes its
/// key accepts the old ones too. Which key a client means is found by trying: a wrong one costs one
/// agreement (0.2 ms) and fails at the first tag.
///
/// Immutable, and safe for several threads.
public final class Responder {
  private final List<OwnKey> keys;
  private final SecureRandom random;

  /// Public halves are computed once, not for each handshake.
  private record OwnKey(MachinePrivateKey secret, MachineKey open) {}

  /// @param keys tried in this order, so the one that most clients know comes first
  public Responder(List<MachinePrivateKey> keys, SecureRandom random) {
    if (keys.isEmpty()) {
      throw new IllegalArgumentException("a server has at least one key");
    }
    this.keys = keys.stream().map(key -> new OwnKey(key, key.publicKey())).toList();
    this.random = random;
  }

  /// Reads a client's first message: who it is, and which of our keys it knows.
  public IdentifiedClient read(Initiation initiation) throws NoiseException {
    return read(initiation, Prologue.of(initiation.version()));
  }

  IdentifiedClient read(Initiation initiation, byte[] prologue) throws NoiseException {
    for (OwnKey key : keys.subList(0, keys.size() - 1)) {
      try {
        return read(initiation, prologue, key);
      } catch (NoiseException e) {
        if (e.reason() != Reason.NOT_AUTHENTIC) {
          throw e;
        }
        // Sealed for another key, or broken: the last key tells.
      }
    }
    return read(initiation, prologue, keys.getLast());
  }

  private IdentifiedClient read(Initiation initiation, byte[] prologue, OwnKey own)
      throws NoiseException {
    SymmetricState state = SymmetricState.begin(prologue, own.open.toBytes());
    try {
      // e, es, s, ss
      byte[] ephemeral = initiation.ephemeral();
      state.mixHash(ephemeral);
      state.mixKey(StaticAgreement.of(own.secret, ephemeral));
      byte[] client = state.decryptAndHash(initiation.sealedKey());
      state.mixKey(StaticAgreement.of(own.secret, client));
      state.decryptAndHash(initiation.payloadTag());
      return new IdentifiedClient(
          MachineKey.of(client), own.open, initiation.version(), ephemeral, state, random);
    } catch (NoiseException e) {
      state.destroy();
      throw e;
    }
  }
}
