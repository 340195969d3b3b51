package dev.wayleave.tailnet.policy.network;

import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Person;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// What `autogroup:self` means to each user, worked out when first asked for.
final class SelfRules {
  /// @param sources the user's devices that are sources of the rule
  /// @param from their addresses as texts
  /// @param own all of the user's devices
  /// @param to their addresses as texts
  record Pair(List<Device> sources, SourceTexts from, List<Device> own, SourceTexts to) {
    static Pair of(List<Device> sources, List<Device> own) {
      return new Pair(sources, texts(sources), own, texts(own));
    }

    private static SourceTexts texts(List<Device> devices) {
      return new SourceTexts(devices.stream().flatMap(d -> d.addressTexts().stream()).toList());
    }
  }

  private record Key(String rule, UserId user) {}

  private final Directory directory;
  private final SourceCompiler sources;
  private final Map<Key, Pair> known = new ConcurrentHashMap<>();

  SelfRules(Directory directory, SourceCompiler sources) {
    this.directory = directory;
    this.sources = sources;
  }

  Pair of(CompiledRule rule, Person person) {
    return known.computeIfAbsent(
        new Key(rule.rule().name(), person.id()),
        _ -> Pair.of(sources.ownSources(rule.rule(), person), directory.devicesOf(person)));
  }
}
