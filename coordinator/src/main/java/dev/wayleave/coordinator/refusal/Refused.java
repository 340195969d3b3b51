package dev.wayleave.coordinator.refusal;

import dev.wayleave.protocol.key.MachineKey;
import dev.wayleave.protocol.key.NodeKey;
import java.time.Instant;

/// A device that was turned away, for now or for good.
///
/// @param machineKey proven by its handshake
/// @param nodeKey only claimed
/// @param hostname what it calls itself; empty where it did not say
/// @param sentence what it was told
/// @param address where it came from
/// @param at when that was the last time
/// @param attempts how often it was, since it was last let in
public record Refused(
    MachineKey machineKey,
    NodeKey nodeKey,
    String hostname,
    Reason reason,
    String sentence,
    String address,
    Instant at,
    long attempts) {
  /// Why.
  public enum Reason {
    /// Its client speaks a version that is not served any more.
    CLIENT_TOO_OLD,
    /// Its login has ended.
    EXPIRED,
    /// No node has its keys, and it wants a map all the same.
    NODE_UNKNOWN,
    /// It has to log in.
    LOGIN_NEEDED,
    /// What it asked for was refused: a wrong auth key, keys of another device.
    TURNED_AWAY
  }
}
