package dev.wayleave.cli.cutover;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.wayleave.api.TransitionNodeView;
import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.Console;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which devices move together, in the order in which they do.
final class Waves {
  /// Those that no wave names.
  static final String REST = "rest";

  /// Those that come with another node key. They reach who has not moved only once everybody has,
  /// so they are last, whatever wave names them.
  static final String LAST = "new keys";

  /// Devices that are only here, which wait for nothing.
  static final String HERE = "only here";

  private static final String EVERYTHING = "*";
  private static final int LONGEST = 16 << 20;
  private static final JsonMapper JSON = new JsonMapper();

  /// Before a name, so that it is taken for no id and no tag.
  private static final String NAME = "name ";

  private final Map<String, List<String>> rules;

  /// What a wave calls devices → the place of the first wave that does.
  private final Map<String, Integer> first = new HashMap<>();

  /// @param rules by the name of the wave
  private Waves(Map<String, List<String>> rules) {
    this.rules = Collections.unmodifiableMap(new LinkedHashMap<>(rules));
    int place = 0;
    for (List<String> members : rules.values()) {
      for (String member : members) {
        first.putIfAbsent(member, place);
        if (!member.startsWith("tag:")) {
          first.putIfAbsent(named(member), place);
        }
      }
      place++;
    }
  }

  /// Reads a file of waves: the `plan.json` of a kit, or a line for each wave, `NAME: DEVICE,
  /// tag:TAG, …`, where `#` begins a comment.
  static Waves read(Console console, String name) throws CommandException, IOException {
    Path file = console.path(name);
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(LONGEST + 1);
      if (bytes.length > LONGEST) {
        throw new CommandException(name + " is larger than 16 MiB, which no list of waves is.");
      }
      String text = new String(bytes, StandardCharsets.UTF_8);
      return text.stripLeading().startsWith("{")
          ? ofKit(name, text)
          : read(name, text.lines().toList());
    } catch (NoSuchFileException e) {
      throw new CommandException("there is no file " + name + ".", e);
    }
  }

  /// The waves of a kit, by what the other plane calls their devices.
  static Waves ofKit(String file, String json) throws CommandException {
    Map<String, List<String>> rules = new LinkedHashMap<>();
    try {
      for (JsonNode wave : JSON.readTree(json).path("waves")) {
        List<String> members = new ArrayList<>();
        wave.path("devices").forEach(device -> members.add(device.path("stableId").asText()));
        rules.put(wave.path("name").asText(), List.copyOf(members));
      }
    } catch (JsonProcessingException e) {
      throw new CommandException(file + " is no JSON; name the plan.json of a kit.", e);
    }
    if (rules.isEmpty()) {
      throw new CommandException(file + " has no waves; name the plan.json of a kit.");
    }
    return new Waves(rules);
  }

  /// Reads lines of waves.
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

  /// What is named in a wave and is no device here: `WAVE: NAME`.
  List<String> unmatched(List<TransitionNodeView> nodes) {
    Set<String> there = nodes.stream().flatMap(Waves::names).collect(Collectors.toSet());
    List<String> unmatched = new ArrayList<>();
    rules.forEach((wave, members) ->
        members.stream()
            .filter(member -> !member.equals(EVERYTHING))
            .filter(member -> !there.contains(member) && !there.contains(named(member)))
            .forEach(member -> unmatched.add(wave + ": " + member)));
    return unmatched;
  }

  /// The wave of a device.
  String wave(TransitionNodeView node) {
    if (node.state() == TransitionNodeView.State.NEW) {
      return HERE;
    }
    if (node.newNodeKey()) {
      return LAST;
    }
    return Stream.concat(names(node), Stream.of(EVERYTHING))
        .map(first::get)
        .filter(Objects::nonNull)
        .min(Comparator.naturalOrder())
        .map(List.copyOf(rules.keySet())::get)
        .orElse(REST);
  }

  /// What a wave may call a device: its name in any case, its ids and its tags.
  private static Stream<String> names(TransitionNodeView node) {
    return Stream.concat(
        Stream.of(named(node.name()), node.stableId(), Long.toString(node.id())),
        node.tags().stream());
  }

  /// A name in a form that no id and no tag has.
  private static String named(String name) {
    return NAME + name.toLowerCase(Locale.ROOT);
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
