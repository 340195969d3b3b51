package dev.wayleave.protocol.noise;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.chance.Chance;
import dev.wayleave.protocol.key.MachinePrivateKey;
import java.nio.ByteBuffer;
import java.util.List;

/// A client and a server that know each other, and what tests do with their bytes.
final class Pair {
  static final CapabilityVersion VERSION = new CapabilityVersion(142);

  final Chance chance;
  final MachinePrivateKey machine;
  final MachinePrivateKey server;
  final Responder responder;

  Pair(Chance chance) {
    this.chance = chance;
    this.machine = key(chance);
    this.server = key(chance);
    this.responder = new Responder(List.of(server), chance.keys());
  }

  static MachinePrivateKey key(Chance chance) {
    return MachinePrivateKey.of(chance.bytes(32));
  }

  /// Both ends of one session.
  record Ends(Session client, Session server) {}

  AwaitingResponse begin() throws NoiseException {
    return new Initiator(machine, server.publicKey(), VERSION, chance.keys()).begin();
  }

  Ends ends() throws NoiseException {
    AwaitingResponse waiting = begin();
    Answered answered = responder.read(waiting.initiation()).answer();
    return new Ends(waiting.end(answered.response()), answered.session());
  }

  static byte[] seal(RecordSealer sealer, byte[] plaintext) throws NoiseException {
    ByteBuffer frames = ByteBuffer.allocate(RecordSealer.sealedSize(plaintext.length));
    sealer.seal(ByteBuffer.wrap(plaintext), frames);
    return frames.array();
  }

  /// Opens all records of `frames`, which must be whole.
  static byte[] open(RecordOpener opener, byte[] frames) throws NoiseException {
    ByteBuffer from = ByteBuffer.wrap(frames);
    ByteBuffer plaintext = ByteBuffer.allocate(frames.length + RecordFrame.MAX_PLAINTEXT);
    while (from.hasRemaining()) {
      if (!opener.open(from, plaintext)) {
        throw new AssertionError(from.remaining() + " bytes are no whole record");
      }
    }
    byte[] opened = new byte[plaintext.position()];
    plaintext.flip().get(opened);
    return opened;
  }

  static byte[] flipped(byte[] bytes, int position, int bit) {
    byte[] changed = bytes.clone();
    changed[position] ^= (byte) (1 << bit);
    return changed;
  }
}
