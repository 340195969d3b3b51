package dev.wayleave.tailnet.cutover.kit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Devices that share a script.
///
/// @param name for files
/// @param label for people, any text
record Group(String name, String label, List<Device> devices) {
  /// Beyond this, a list of keys makes a script that nobody can read; it then asks for no device.
  private static final int MOST_KEYS = 200;

  Group {
    devices = List.copyOf(devices);
  }

  static List<Group> of(List<Device> devices, Grouping grouping) {
    Map<String, List<Device>> byLabel = new LinkedHashMap<>();
    for (Device device : devices) {
      byLabel.computeIfAbsent(label(device, grouping), _ -> new ArrayList<>()).add(device);
    }
    SafeNames names = new SafeNames();
    List<Group> groups = new ArrayList<>();
    byLabel.forEach(
        (label, members) -> groups.add(new Group(names.unique(label), shown(label), members)));
    return groups;
  }

  private static String label(Device device, Grouping grouping) {
    return switch (grouping) {
      case OWNER -> device.owner();
      case TAG -> device.tags().isEmpty() ? "untagged" : String.join(" ", device.tags());
      case OS -> device.system().label();
      case NONE -> device.name();
    };
  }

  private static String shown(String label) {
    return Quoting.line(label);
  }

  boolean hasShell() {
    return devices.stream().anyMatch(device -> device.system().runsShell());
  }

  boolean hasWindows() {
    return devices.stream().anyMatch(device -> device.system() == OperatingSystem.WINDOWS);
  }

  /// The keys of those for which its scripts are; none where they are for any.
  List<String> nodeKeys() {
    if (devices.size() > MOST_KEYS || devices.stream().anyMatch(d -> d.node().nodeKey().isZero())) {
      return List.of();
    }
    return devices.stream().map(device -> device.node().nodeKey().toString()).toList();
  }

  String script(Direction direction, String suffix) {
    return "scripts/" + name + "/" + direction.label() + "." + suffix;
  }
}
