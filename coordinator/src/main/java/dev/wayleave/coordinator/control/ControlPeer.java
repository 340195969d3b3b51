package dev.wayleave.coordinator.control;

import dev.wayleave.protocol.CapabilityVersion;
import dev.wayleave.protocol.key.MachineKey;

/// The other end of a Noise connection.
///
/// Anybody can complete a handshake with a fresh machine key, so this alone allows nothing: each
/// endpoint checks that the node it is asked about belongs to this machine.
///
/// @param machineKey proven by the handshake
/// @param capability as bound by the handshake
/// @param address where the connection comes from, an IP address as text
public record ControlPeer(MachineKey machineKey, CapabilityVersion capability, String address) {}
