package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.WellKnown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/// The packet filters of all devices under one set of rules.
final class PacketFilters {
  private final List<CompiledRule> rules;
  private final SelfRules selves;
  private final Map<CompiledRule, List<String>> targetTexts = new HashMap<>();

  PacketFilters(List<CompiledRule> rules, SelfRules selves, SourceCompiler sources) {
    this.rules = rules;
    this.selves = selves;
    for (CompiledRule rule : rules) {
      if (!Companions.of(rule.rule().app().keySet()).isEmpty()) {
        targetTexts.put(rule, texts(rule, sources));
      }
    }
  }

  List<FilterRule> of(Device device) {
    FilterBuilder filter = new FilterBuilder(device);
    for (CompiledRule rule : rules) {
      if (!rule.targets().isEmpty()) {
        filter.add(rule, targetTexts.getOrDefault(rule, List.of()));
      }
      if (rule.ofSelf() && device.person() != null) {
        filter.addSelf(rule, selves.of(rule, device.person()));
      }
    }
    return filter.rules();
  }

  /// All destinations of a rule as texts: they are the sources of its companions.
  private static List<String> texts(CompiledRule rule, SourceCompiler sources) {
    TreeSet<String> texts = new TreeSet<>();
    for (CompiledTarget target : rule.targets()) {
      switch (target) {
        case CompiledTarget.Anywhere _ -> {
          WellKnown.TAILNET.forEach(range -> texts.add(range.toString()));
          sources.subnets().forEach(subnet -> texts.add(AddressRange.of(subnet).toString()));
        }
        case CompiledTarget.Members(_, var devices) ->
            sources.devices(devices).stream()
                .flatMap(device -> device.addresses().stream())
                .forEach(address -> texts.add(address.text()));
        case CompiledTarget.Numbered(_, var ranges, _, _) ->
            ranges.forEach(range -> texts.add(range.toString()));
        case CompiledTarget.Routed _ -> {}
      }
    }
    return List.copyOf(texts);
  }
}
