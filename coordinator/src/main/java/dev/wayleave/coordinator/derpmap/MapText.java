package dev.wayleave.coordinator.derpmap;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.wayleave.protocol.wire.DerpHomeParams;
import dev.wayleave.protocol.wire.DerpNode;
import dev.wayleave.protocol.wire.DerpRegion;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;

/// Reads a DERP map, YAML or JSON, as hosted Tailscale serves it and Headscale takes it: the case
/// of names does not matter, what is missing is zero, and a region that is null takes the region of
/// an earlier map away.
final class MapText {
  /// Some hundred regions have 100 KiB.
  static final int MAX_CHARACTERS = 1 << 20;

  private static final long MAX_REGION = 1 << 30;

  private static final YAMLMapper YAML = new YAMLMapper(factory());

  private final String where;
  private final List<String> complaints = new ArrayList<>();
  private final Set<String> nodeNames = new HashSet<>();

  private MapText(String where) {
    this.where = where;
  }

  /// What a text says.
  ///
  /// @param regions by id; empty where the text takes a region away
  /// @param homeParams null where the text has none
  /// @param complaints one sentence for each thing that was left out
  record Reading(
      Map<Long, Optional<DerpRegion>> regions,
      @Nullable DerpHomeParams homeParams,
      List<String> complaints) {
    Reading {
      regions = Map.copyOf(regions);
      complaints = List.copyOf(complaints);
    }
  }

  /// @param where the text comes from, for sentences
  static Reading read(String where, String text) {
    return new MapText(where).read(text);
  }

  private Reading read(String text) {
    JsonNode tree = tree(text);
    Map<Long, Optional<DerpRegion>> regions = new TreeMap<>();
    if (tree == null) {
      return new Reading(regions, null, complaints);
    }
    Map<String, JsonNode> top = members(tree);
    JsonNode all = top.get("regions");
    if (all == null || !all.isObject()) {
      complain("has no regions");
      return new Reading(regions, null, complaints);
    }
    for (Map.Entry<String, JsonNode> entry : all.properties()) {
      region(entry.getKey(), entry.getValue(), regions);
    }
    return new Reading(regions, homeParams(top.get("homeparams")), complaints);
  }

  private @Nullable JsonNode tree(String text) {
    if (text.length() > MAX_CHARACTERS) {
      complain("has %d characters, at most %d are read".formatted(text.length(), MAX_CHARACTERS));
      return null;
    }
    try {
      JsonNode tree = YAML.readTree(text);
      if (tree instanceof ObjectNode) {
        return tree;
      }
      complain("is not a DERP map");
    } catch (JsonProcessingException e) {
      complain(
          "is neither YAML nor JSON (line %d)"
              .formatted(e.getLocation() == null ? 1 : e.getLocation().getLineNr()));
    }
    return null;
  }

  private void region(String id, JsonNode value, Map<Long, Optional<DerpRegion>> regions) {
    long number = id.matches("[0-9]{1,10}") ? Long.parseLong(id) : 0;
    if (number < 1 || number > MAX_REGION) {
      complain("names a region \"%s\", which is not a number above 0".formatted(id));
    } else if (value.isNull()) {
      regions.put(number, Optional.empty());
    } else if (value.isObject()) {
      Fields fields = new Fields("region " + number, members(value));
      if (fields.number("regionid", number) != number) {
        complain(
            "lists region %d under the id %d".formatted(fields.number("regionid", number), number));
        return;
      }
      DerpRegion region =
          new DerpRegion(
              number,
              fields.text("regioncode"),
              fields.text("regionname"),
              fields.decimal("latitude"),
              fields.decimal("longitude"),
              fields.flag("avoid"),
              fields.flag("nomeasurenohome"),
              nodes(number, fields.list("nodes")));
      if (region.nodes().isEmpty()) {
        complain("has no usable relay in region " + number);
      } else {
        regions.put(number, Optional.of(region));
      }
    } else {
      complain("has something else than a region under " + number);
    }
  }

  private List<DerpNode> nodes(long region, List<JsonNode> values) {
    List<DerpNode> nodes = new ArrayList<>();
    for (JsonNode value : values) {
      Fields fields = new Fields("a relay of region " + region, members(value));
      String name = fields.text("name");
      long stunPort = fields.number("stunport", 0);
      long derpPort = fields.number("derpport", 0);
      if (name.isEmpty() || fields.text("hostname").isEmpty()) {
        complain("has a relay without name or hostname in region " + region);
      } else if (!nodeNames.add(name)) {
        complain("has two relays of the name \"%s\"".formatted(name));
      } else if (stunPort < -1 || stunPort > 65_535 || derpPort < 0 || derpPort > 65_535) {
        complain("gives the relay \"%s\" a port that is none".formatted(name));
      } else {
        nodes.add(node(region, fields, (int) stunPort, (int) derpPort));
      }
    }
    return nodes;
  }

  private static DerpNode node(long region, Fields fields, int stunPort, int derpPort) {
    return new DerpNode(
        fields.text("name"),
        region,
        fields.text("hostname"),
        fields.text("certname"),
        fields.text("ipv4"),
        fields.text("ipv6"),
        stunPort,
        fields.flag("stunonly"),
        derpPort,
        fields.flag("insecurefortests"),
        fields.text("stuntestip"),
        fields.flag("canport80"));
  }

  private @Nullable DerpHomeParams homeParams(@Nullable JsonNode value) {
    JsonNode scores = value == null ? null : members(value).get("regionscore");
    if (scores == null || !scores.isObject()) {
      return null;
    }
    Map<Long, Double> read = new TreeMap<>();
    for (Map.Entry<String, JsonNode> score : scores.properties()) {
      if (score.getKey().matches("[0-9]{1,10}") && score.getValue().isNumber()) {
        read.put(Long.parseLong(score.getKey()), score.getValue().doubleValue());
      } else {
        complain("has a region score that is not a number");
      }
    }
    return new DerpHomeParams(read);
  }

  /// The members of an object by their names in lower case; none where it is something else.
  private static Map<String, JsonNode> members(JsonNode value) {
    Map<String, JsonNode> members = new TreeMap<>();
    value
        .properties()
        .forEach(entry -> members.put(entry.getKey().toLowerCase(Locale.ROOT), entry.getValue()));
    return members;
  }

  private void complain(String what) {
    complaints.add("The DERP map " + where + " " + what + ".");
  }

  /// The members of one object; one of another type than it should be counts as missing.
  private final class Fields {
    private final String object;
    private final Map<String, JsonNode> members;

    Fields(String object, Map<String, JsonNode> members) {
      this.object = object;
      this.members = members;
    }

    String text(String name) {
      JsonNode value = present(name);
      return value != null && isRight(name, value.isValueNode()) ? value.asText() : "";
    }

    long number(String name, long missing) {
      JsonNode value = present(name);
      return value != null && isRight(name, value.isIntegralNumber()) ? value.longValue() : missing;
    }

    double decimal(String name) {
      JsonNode value = present(name);
      return value != null && isRight(name, value.isNumber()) ? value.doubleValue() : 0;
    }

    boolean flag(String name) {
      JsonNode value = present(name);
      return value != null && isRight(name, value.isBoolean()) && value.booleanValue();
    }

    List<JsonNode> list(String name) {
      JsonNode value = present(name);
      List<JsonNode> list = new ArrayList<>();
      if (value != null && isRight(name, value.isArray())) {
        value.forEach(list::add);
      }
      return list;
    }

    private @Nullable JsonNode present(String name) {
      JsonNode value = members.get(name);
      return value == null || value.isNull() ? null : value;
    }

    private boolean isRight(String name, boolean right) {
      if (!right) {
        complain("has something unexpected as \"%s\" of %s".formatted(name, object));
      }
      return right;
    }
  }

  private static YAMLFactory factory() {
    LoaderOptions options = new LoaderOptions();
    options.setCodePointLimit(MAX_CHARACTERS);
    options.setMaxAliasesForCollections(10);
    options.setNestingDepthLimit(20);
    return YAMLFactory.builder().loaderOptions(options).build();
  }
}
