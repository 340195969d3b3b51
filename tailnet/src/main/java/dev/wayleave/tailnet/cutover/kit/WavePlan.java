package dev.wayleave.tailnet.cutover.kit;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.Node;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/// Who goes when.
///
/// First what the operator's lists say, then whoever is in none of them, and at the end all that
/// get a new node key: these reach devices that have not moved only once those have.
record WavePlan(Map<String, List<Device>> waves, List<Finding> findings) {
  static final String REST = "wave-rest";
  static final String LAST = "wave-last";

  static WavePlan of(List<Device> devices, List<WaveList> lists) throws KitException {
    Map<String, List<Device>> byName = byName(devices);
    Map<String, List<Device>> waves = new LinkedHashMap<>();
    List<Finding> findings = new ArrayList<>();
    Set<String> placed = new HashSet<>();
    for (int n = 0; n < lists.size(); n++) {
      List<Device> wave = new ArrayList<>();
      for (WaveList.Entry entry : lists.get(n).entries()) {
        Device device = find(byName, lists.get(n), entry);
        if (!placed.add(device.name())) {
          throw new KitException(
              "%s, line %d: \"%s\" is in a wave already; leave it in one of them."
                  .formatted(lists.get(n).source(), entry.line(), Quoting.line(entry.device())));
        }
        if (device.way().isLast()) {
          findings.add(moved(device));
        } else {
          wave.add(device);
        }
      }
      waves.put("wave-" + (n + 1), List.copyOf(wave));
    }
    List<Device> rest =
        devices.stream().filter(d -> !d.way().isLast() && !placed.contains(d.name())).toList();
    List<Device> last = devices.stream().filter(d -> d.way().isLast()).toList();
    waves.put(REST, rest);
    waves.put(LAST, last);
    waves.values().removeIf(List::isEmpty);
    return new WavePlan(waves, List.copyOf(findings));
  }

  private static Finding moved(Device device) {
    return Finding.info(
        "CUTOVER_WAVE_LAST",
        device.object(),
        "it was asked for earlier, but comes over " + device.way().words(),
        "It is in the last wave; nothing is to do.");
  }

  private static Device find(Map<String, List<Device>> byName, WaveList list, WaveList.Entry entry)
      throws KitException {
    List<Device> found = byName.getOrDefault(entry.device(), List.of());
    String where =
        "%s, line %d: \"%s\"".formatted(list.source(), entry.line(), Quoting.line(entry.device()));
    if (found.isEmpty()) {
      throw new KitException(where + " is no device; name one by its id, name or address.");
    }
    if (found.size() > 1) {
      throw new KitException(
          "%s is the name of %d devices; name one by its id or address."
              .formatted(where, found.size()));
    }
    return found.getFirst();
  }

  private static Map<String, List<Device>> byName(List<Device> devices) {
    Map<String, List<Device>> byName = new HashMap<>();
    for (Device device : devices) {
      Node node = device.node();
      Stream.concat(
              Stream.of(
                  node.id().toString(),
                  node.stableId().toString(),
                  node.givenName(),
                  node.hostname(),
                  device.name()),
              device.addresses().stream())
          .distinct()
          .forEach(name -> byName.computeIfAbsent(name, _ -> new ArrayList<>()).add(device));
    }
    return byName;
  }
}
