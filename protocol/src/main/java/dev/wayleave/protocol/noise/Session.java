package dev.wayleave.protocol.noise;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.MachineKey;

/// A finished handshake: who is there, and one cipher for each direction.
public final class Session implements AutoCloseable {
  private final MachineKey peer;
  private final MachineKey own;
  private final CapabilityVersion version;
  private final byte[] handshakeHash;
  private final RecordSealer sealer;
  private final RecordOpener opener;

  Session(
      MachineKey peer,
      MachineKey own,
      CapabilityVersion version,
      byte[] handshakeHash,
      RecordSealer sealer,
      RecordOpener opener) {
    this.peer = peer;
    this.own = own;
    this.version = version;
    this.handshakeHash = handshakeHash;
    this.sealer = sealer;
    this.opener = opener;
  }

  /// The lasting key of the other side.
  public MachineKey peer() {
    return peer;
  }

  /// The lasting key of this side that the handshake was made with.
  public MachineKey own() {
    return own;
  }

  /// The version that the client named and both sides have hashed.
  public CapabilityVersion version() {
    return version;
  }

  /// 32 bytes that are equal on both sides and on no other connection: what is signed together with
  /// them cannot be replayed elsewhere.
  public byte[] handshakeHash() {
    return handshakeHash.clone();
  }

  /// What this side sends.
  public RecordSealer sealer() {
    return sealer;
  }

  /// What this side receives.
  public RecordOpener opener() {
    return opener;
  }

  /// Closes both directions.
  @Override
  public void close() {
    sealer.close();
    opener.close();
  }
}
