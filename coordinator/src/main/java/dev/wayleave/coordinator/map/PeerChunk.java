package dev.wayleave.coordinator.map;

import dev.wayleave.tailnet.policy.directory.Device;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/// Neighbours by their numbers, which viewers are told of together.
///
/// @param devices ordered by id
/// @param members their indexes
/// @param routers those of them through which more than their own addresses may lead
record PeerChunk(List<Device> devices, BitSet members, List<Device> routers) {
  /// Large enough that a frame of its own costs little, and small enough that to compress the one
  /// that a viewer itself is in costs little too.
  static final int USUAL_SIZE = 64;

  PeerChunk {
    devices = List.copyOf(devices);
    routers = List.copyOf(routers);
  }

  private static PeerChunk of(List<Device> devices) {
    BitSet members = new BitSet();
    devices.forEach(device -> members.set(device.index()));
    return new PeerChunk(devices, members, devices.stream().filter(PeerChunk::routes).toList());
  }

  /// Some devices, ordered by id, in chunks.
  static List<PeerChunk> all(List<Device> devices, int size) {
    List<PeerChunk> chunks = new ArrayList<>();
    for (int from = 0; from < devices.size(); from += size) {
      chunks.add(of(devices.subList(from, Math.min(from + size, devices.size()))));
    }
    return List.copyOf(chunks);
  }

  /// Whether more than a device's own addresses may lead through it.
  static boolean routes(Device device) {
    return !device.subnets().isEmpty() || !device.exitRoutes().isEmpty();
  }
}
