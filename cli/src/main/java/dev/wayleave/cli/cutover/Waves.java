package dev.wayleave.cli.cutover;

import dev.wayleave.api.TransitionNodeView;
import dev.wayleave.cli.terminal.CommandException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;

/// Which devices move together, in the order in which they do.
///
/// @param rules by the name of the wave
record Waves(Map<String, List<String>> rules) {
  /// Those that no wave names.
  static final String REST = "rest";

  /// Those that come with another node key. They reach who has not moved only once everybody has,
  /// so they are last, whatever wave names them.
  static final String LAST = "new keys";

  /// Devices that are only here, which wait for nothing.
  static final String HERE = "only here";

  private static final String EVERYTHING = "*";

  Waves {
    rules = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(rules));
  }

  static Waves none() {
    return new Waves(Map.of());
  }

  /// Reads a file of waves: a line for each, `NAME: DEVICE, tag:TAG, …`; `#` begins a comment.
  static Waves read(String file, List<String> lines) throws CommandException {
    Map<String, List<String>> rules = new LinkedHashMap<>();
    for (int i = 0; i < lines.size(); i++) {
      String line = lines.get(i).replaceFirst("#.*", "").strip();
      if (line.isEmpty()) {
        continue;
      }
      int colon = line.indexOf(':');
      String name = colon < 0 ? "" : line.substring(0, colon).strip();
      if (name.isEmpty() || name.equals("tag")) {
        throw new CommandException(
            "%s, line %d: a wave is written NAME: DEVICE, tag:TAG, … on one line."
                .formatted(file, i + 1));
      }
      if (rules.containsKey(name)) {
        throw new CommandException(
            "%s, line %d: there is a wave \"%s\" already.".formatted(file, i + 1, name));
      }
      List<String> members = new ArrayList<>();
      for (String member : line.substring(colon + 1).split(",", -1)) {
        if (!member.isBlank()) {
          members.add(member.strip());
        }
      }
      rules.put(name, List.copyOf(members));
    }
    return new Waves(rules);
  }

  /// The devices of each wave, in their order; no wave is left out, though it be empty.
  Map<String, List<TransitionNodeView>> of(List<TransitionNodeView> nodes) {
    Map<String, List<TransitionNodeView>> grouped = new LinkedHashMap<>();
    rules.keySet().forEach(name -> grouped.put(name, new ArrayList<>()));
    grouped.put(REST, new ArrayList<>());
    grouped.put(LAST, new ArrayList<>());
    grouped.put(HERE, new ArrayList<>());
    for (TransitionNodeView node : nodes) {
      grouped.computeIfAbsent(wave(node), _ -> new ArrayList<>()).add(node);
    }
    for (String own : List.of(REST, LAST, HERE)) {
      if (!rules.containsKey(own)) {
        grouped.computeIfPresent(own, (_, members) -> members.isEmpty() ? null : members);
      }
    }
    return grouped;
  }

  private String wave(TransitionNodeView node) {
    if (node.state() == TransitionNodeView.State.NEW) {
      return HERE;
    }
    if (node.newNodeKey()) {
      return LAST;
    }
    for (Map.Entry<String, List<String>> rule : rules.entrySet()) {
      if (rule.getValue().stream().anyMatch(means(node))) {
        return rule.getKey();
      }
    }
    return REST;
  }

  private static Predicate<String> means(TransitionNodeView node) {
    return member ->
        member.equals(EVERYTHING)
            || (member.startsWith("tag:")
                ? node.tags().contains(member)
                : member.toLowerCase(Locale.ROOT).equals(node.name().toLowerCase(Locale.ROOT))
                    || member.equals(node.stableId())
                    || member.equals(Long.toString(node.id())));
  }

  /// The waves by the first tag of each device; who has none is in the rest.
  static Waves byTag(List<TransitionNodeView> nodes) {
    Map<String, List<String>> rules = new LinkedHashMap<>();
    nodes.stream()
        .flatMap(node -> node.tags().stream())
        .distinct()
        .sorted()
        .forEach(tag -> rules.put(tag, List.of(tag)));
    return new Waves(rules);
  }
}
