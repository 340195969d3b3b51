package dev.wayleave.tailnet.policy.attribute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.posture.AttributeSource;
import dev.wayleave.tailnet.policy.posture.DeviceFacts;
import dev.wayleave.tailnet.policy.posture.Postures;
import dev.wayleave.tailnet.policy.posture.Value;
import dev.wayleave.tailnet.policy.posture.Verdict;
import java.util.HashMap;
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

  /// Judges devices by what their clients say of them and by the custom attributes that they have.
  ///
  /// There is no clock here: an attribute counts as long as its node has it, and whoever keeps the
  /// nodes takes away what has expired.
  public static DevicePostures ofDevices(Policy policy) {
    return new DevicePostures(policy, device -> facts(device.node()));
  }

  /// What is known of a node.
  public static DeviceFacts facts(Node node) {
    Map<String, Value> custom = new HashMap<>();
    node.attributes()
        .forEach((name, attribute) -> {
          // Nobody may set what the client tells or what other services report.
          if (AttributeSource.of(name) == AttributeSource.CUSTOM) {
            custom.put(name, value(attribute.value()));
          }
        });
    return DeviceFacts.of(node.hostinfo(), custom);
  }

  private static Value value(JsonNode value) {
    return value.isBoolean()
        ? Value.of(value.booleanValue())
        : value.isNumber() ? new Value.Numeral(value.decimalValue()) : Value.of(value.textValue());
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
