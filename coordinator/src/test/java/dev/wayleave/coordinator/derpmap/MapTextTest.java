package dev.wayleave.coordinator.derpmap;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.protocol.wire.DerpMap;
import dev.wayleave.protocol.wire.DerpNode;
import dev.wayleave.protocol.wire.DerpRegion;
import dev.wayleave.protocol.wire.WireJson;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What is read of a DERP map's text, and what is said of the rest.
class MapTextTest {
  private static final String YAML =
      """
      # relays of our own
      regions:
        900:
          regionid: 900
          regioncode: attic
          regionname: The attic
          latitude: 52.5
          nodes:
            - name: 900a
              regionid: 900
              hostname: derp.example.com
              ipv4: 192.0.2.10
              ipv6: none
              stunport: 0
              derpport: 8443
              canport80: true
            - {name: 900b, regionid: 900, hostname: stun.example.com, stunonly: true, stunport: -1}
        1: null
      homeparams:
        regionscore: {900: 0.5}
      """;

  @Test
  void readsYamlAsHeadscaleTakesIt() {
    MapText.Reading reading = MapText.read("map.yaml", YAML);
    assertThat(reading.complaints()).isEmpty();
    DerpRegion region = requireNonNull(reading.regions().get(900L)).orElseThrow();
    assertThat(region.regionCode()).isEqualTo("attic");
    assertThat(region.latitude()).isEqualTo(52.5);
    assertThat(region.nodes())
        .containsExactly(
            new DerpNode(
                "900a",
                900,
                "derp.example.com",
                "",
                "192.0.2.10",
                "none",
                0,
                false,
                8443,
                false,
                "",
                true),
            new DerpNode(
                "900b", 900, "stun.example.com", "", "", "", -1, true, 0, false, "", false));
    assertThat(reading.regions()).containsEntry(1L, Optional.empty());
    assertThat(requireNonNull(reading.homeParams()).regionScore()).isEqualTo(Map.of(900L, 0.5));
  }

  @Test
  void readsJsonAsHostedTailscaleServesIt() {
    DerpRegion region =
        requireNonNull(MapText.read("map.yaml", YAML).regions().get(900L)).orElseThrow();
    DerpMap map = new DerpMap(null, Map.of(900L, region), false);
    String json = new String(WireJson.write(map), StandardCharsets.UTF_8);
    assertThat(MapText.read("map.json", json).regions())
        .isEqualTo(Map.of(900L, Optional.of(region)));
  }

  @Test
  void saysWhatItCannotTakeAndTakesTheRest() {
    MapText.Reading reading =
        MapText.read(
            "map.yaml",
            """
            regions:
              here: {}
              5: nothing
              6: {regionid: 7, nodes: [{name: x, hostname: x.example}]}
              8: {nodes: [{name: y}, {name: z, hostname: z.example, derpport: 70000}]}
              9: {nodes: [{name: w, hostname: w.example, stunport: often}]}
              10: {nodes: [{name: w, hostname: w.example}, {name: v, hostname: v.example}]}
            """);
    assertThat(reading.regions().keySet()).containsExactlyInAnyOrder(9L, 10L);
    assertThat(requireNonNull(reading.regions().get(10L)).orElseThrow().nodes()).hasSize(1);
    assertThat(reading.complaints())
        .containsExactly(
            "The DERP map map.yaml names a region \"here\", which is not a number above 0.",
            "The DERP map map.yaml has something else than a region under 5.",
            "The DERP map map.yaml lists region 7 under the id 6.",
            "The DERP map map.yaml has a relay without name or hostname in region 8.",
            "The DERP map map.yaml gives the relay \"z\" a port that is none.",
            "The DERP map map.yaml has no usable relay in region 8.",
            "The DERP map map.yaml has something unexpected as \"stunport\" of a relay of region 9.",
            "The DERP map map.yaml has two relays of the name \"w\".");
  }

  @Test
  void whatIsNoMapIsOneSentence() {
    for (String text :
        List.of("[", "just text", "", "regions: [1]", "{}", "x".repeat(2 << 20), bomb())) {
      MapText.Reading reading = MapText.read("it", text);
      assertThat(reading.regions()).isEmpty();
      assertThat(reading.complaints()).hasSize(1);
      assertThat(reading.complaints().getFirst()).startsWith("The DERP map it ").endsWith(".");
    }
  }

  /// Aliases that would unfold to a billion.
  private static String bomb() {
    StringBuilder text = new StringBuilder("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for (int i = 1; i < 10; i++) {
      text.append("a%d: &a%d [".formatted(i, i)).append(("*a" + (i - 1) + ",").repeat(9));
      text.append("x]\n");
    }
    return text.toString();
  }
}
