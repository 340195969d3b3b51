package dev.wayleave.tailnet.cutover.kit;

import java.util.List;

/// Devices that go together.
///
/// @param name for files and for people
/// @param last whether these are the devices that cannot go silently
public record Wave(String name, boolean last, List<String> devices) {
  public Wave {
    devices = List.copyOf(devices);
  }
}
