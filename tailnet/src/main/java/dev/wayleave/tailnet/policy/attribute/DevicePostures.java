package dev.wayleave.tailnet.policy.attribute;

import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.posture.DeviceFacts;
import dev.wayleave.tailnet.policy.posture.Postures;
import dev.wayleave.tailnet.policy.posture.Verdict;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/// Whether devices may be the sources of rules, as far as their posture goes.
///
/// Facts of a device are asked for once, so that an instance belongs to one image of a tailnet.
public final class DevicePostures {
  private final Postures postures;
  private final Function<Device, DeviceFacts> lookup;
  private final Map<Integer, DeviceFacts> known = new ConcurrentHashMap<>();

  public DevicePostures(Policy policy, Function<Device, DeviceFacts> lookup) {
    this.postures = Postures.of(policy.postures(), policy.defaultPostures());
    this.lookup = lookup;
  }

  /// Judges devices by what their clients say of them, without custom attributes.
  public static DevicePostures byHostinfo(Policy policy) {
    return new DevicePostures(policy, device -> DeviceFacts.of(device.hostinfo(), Map.of()));
  }

  /// Whether a device may be the source of a rule, and why not.
  ///
  /// @param rulePostures the rule's `srcPosture`, empty where it has none
  public Verdict admits(List<String> rulePostures, Device source) {
    return postures.restricts(rulePostures)
        ? postures.admits(rulePostures, facts(source))
        : Verdict.FREE;
  }

  public Postures postures() {
    return postures;
  }

  private DeviceFacts facts(Device source) {
    return known.computeIfAbsent(source.index(), _ -> lookup.apply(source));
  }
}
