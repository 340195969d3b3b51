package dev.wayleave.tailnet.cutover.kit;

import static java.util.Objects.requireNonNull;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.User;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A folder for those who move devices, as texts with paths.
///
/// @param files in the order in which they are written, each path once
/// @param findings what someone must know or do
public record Kit(List<KitFile> files, List<Wave> waves, List<Finding> findings) {
  public Kit {
    files = List.copyOf(files);
    waves = List.copyOf(waves);
    findings = List.copyOf(findings);
  }

  /// Makes a kit for all devices of an inventory.
  ///
  /// @throws KitException where a list of a wave names no device, or more than one
  public static Kit of(Inventory inventory, KitRequest request) throws KitException {
    var users = inventory.users().stream().collect(Collectors.toMap(User::id, Function.identity()));
    List<Device> devices =
        inventory.nodes().stream().map(node -> Device.of(node, users, request.now())).toList();
    WavePlan plan = WavePlan.of(devices, request.waves());
    List<Finding> findings = new ArrayList<>(plan.findings());
    devices.forEach(device -> findings.addAll(toDo(device)));
    List<Group> groups = Group.of(devices, request.grouping());
    Map<String, Group> byName = new HashMap<>();
    groups.forEach(group -> group.devices().forEach(device -> byName.put(device.name(), group)));
    Function<Device, Group> byDevice = device -> requireNonNull(byName.get(device.name()));

    List<KitFile> files = new ArrayList<>();
    files.add(ReadMe.of(request, plan.waves(), findings));
    files.addAll(ListFiles.of(request, plan.waves(), byDevice, findings));
    groups.forEach(group -> files.addAll(Scripts.of(group, request)));
    files.addAll(AnsibleFiles.of(plan.waves(), byDevice));
    files.addAll(ManagementFiles.of(request));
    for (Direction direction : Direction.values()) {
      files.add(
          new KitFile("over-ssh/" + direction.label() + ".sh", List.of(Scripts.OVER_SSH), true));
    }
    return new Kit(files, waves(plan), findings);
  }

  private static List<Wave> waves(WavePlan plan) {
    List<Wave> waves = new ArrayList<>();
    plan.waves()
        .forEach((name, devices) ->
            waves.add(
                new Wave(
                    name,
                    name.equals(WavePlan.LAST),
                    devices.stream().map(device -> device.node().label()).toList())));
    return waves;
  }

  private static List<Finding> toDo(Device device) {
    return switch (device.way()) {
      case SILENT ->
          device.addresses().isEmpty()
              ? List.of(
                  Finding.info(
                      "CUTOVER_NO_ADDRESS",
                      device.object(),
                      "no address of it is known",
                      "Run its script on it; neither Ansible nor SSH find it."))
              : List.of();
      case LOGIN ->
          List.of(
              Finding.action(
                  "CUTOVER_LOGIN",
                  device.object(),
                  "its keys are not known, so the new side takes it for a new device",
                  "Log it in in the last wave, and approve that it is this device."));
      case EXPIRED ->
          List.of(
              Finding.action(
                  "CUTOVER_EXPIRED",
                  device.object(),
                  "its key has expired, so it makes a new one",
                  "Log it in in the last wave."));
      case MOBILE ->
          List.of(
              Finding.action(
                  "CUTOVER_MOBILE",
                  device.object(),
                  "without device management, a custom server in the app is a new account with a"
                      + " new node key",
                  "Set LoginURL by device management, or change it by hand in the last wave."));
      case EPHEMERAL ->
          List.of(
              Finding.action(
                  "CUTOVER_EPHEMERAL",
                  device.object(),
                  "it is ephemeral: the old side deletes it once it has left, and there is no way"
                      + " back",
                  "Start it anew with a key of the new side, in the last wave."));
    };
  }
}
