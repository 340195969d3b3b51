package dev.wayleave.importers.tailscale.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.importers.tailscale.shape.ExportJson;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HomeRegionsTest {
  /// In the shape of the public map: names, codes, and two regions that are called alike.
  private static final String MAP =
      """
      {"Regions": {
        "1": {"RegionID": 1, "RegionCode": "nyc", "RegionName": "New York City"},
        "4": {"RegionID": 4, "RegionCode": "fra", "RegionName": "Frankfurt"},
        "21": {"RegionID": 21, "RegionCode": "tor", "RegionName": "Toronto"},
        "900": {"RegionID": 900, "RegionCode": "own", "RegionName": "Office"},
        "901": {"RegionID": 901, "RegionCode": "own2", "RegionName": "Office"},
        "902": {"RegionID": 902, "RegionCode": "own3", "RegionName": "frankfurt"},
        "7": null}}
      """;

  private static RelayMap map(String json) throws SourceException {
    return RelayMap.read(
        new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)), "derp-map.json");
  }

  private static Home home(String device) throws SourceException, IOException {
    return new HomeRegions(map(MAP)).of("device db-1", ExportJson.MAPPER.readTree(device));
  }

  private static String latency(String entries) {
    return "{\"clientConnectivity\": {\"derp\": \"\", \"latency\": {" + entries + "}}}";
  }

  private static String why(Home home) {
    return home instanceof Home.Unresolved(Finding finding) ? finding.what() : home.toString();
  }

  @Test
  void takesThePreferredRegionByItsName() throws Exception {
    assertThat(
            home(
                latency(
                    """
                    "Toronto": {"latencyMs": 10.5},
                    "New York City": {"latencyMs": 20, "preferred": true}
                    """)))
        .isEqualTo(new Home.Region(1));
  }

  @Test
  void prefersANameThatIsExactlyTheSame() throws Exception {
    assertThat(home(latency("\"Frankfurt\": {\"preferred\": true}"))).isEqualTo(new Home.Region(4));
    assertThat(home(latency("\"frankfurt\": {\"preferred\": true}")))
        .isEqualTo(new Home.Region(902));
    assertThat(home(latency("\"TORONTO\": {\"preferred\": true}"))).isEqualTo(new Home.Region(21));
    assertThat(why(home(latency("\"FRANKFURT\": {\"preferred\": true}"))))
        .contains("is the name of several regions [4, 902]");
  }

  @Test
  void leavesNamesOfSeveralRegionsOpen() throws Exception {
    Home home = home(latency("\"Office\": {\"preferred\": true}"));

    assertThat(home).isInstanceOf(Home.Unresolved.class);
    assertThat(why(home)).contains("Office is the name of several regions [900, 901]");
    assertThat(((Home.Unresolved) home).finding().object()).isEqualTo("device db-1");
  }

  @Test
  void saysWhichNameIsMissing() throws Exception {
    assertThat(why(home(latency("\"Moon\\u001b[1m\": {\"preferred\": true}"))))
        .contains("its home relay Moon?[1m is not in the relay map");
    assertThat(why(home(latency("\"Toronto\": {\"latencyMs\": 3}"))))
        .contains("does not tell its home relay");
    assertThat(why(home("{}"))).contains("does not tell its home relay");
    assertThat(
            why(
                home(
                    latency(
                        """
                        "Toronto": {"preferred": true}, "Frankfurt": {"preferred": true}
                        """))))
        .contains("several relays at once (Toronto, Frankfurt)");
  }

  @Test
  void takesATextOfAnyForm() throws Exception {
    for (String text : new String[] {"21", "tor", "TOR", "Toronto", "toronto"}) {
      assertThat(home("{\"clientConnectivity\": {\"derp\": \"" + text + "\"}}"))
          .as(text)
          .isEqualTo(new Home.Region(21));
    }
    assertThat(why(home("{\"clientConnectivity\": {\"derp\": \"77\"}}")))
        .contains("its home relay 77 is not in the relay map");
  }

  @Test
  void believesAMembersNetmapFirst() throws Exception {
    assertThat(
            home(
                "{\"x-wayleave-homeDerp\": 4, \"clientConnectivity\": {\"latency\":"
                    + " {\"Toronto\": {\"preferred\": true}}}}"))
        .isEqualTo(new Home.Region(4));
    assertThat(why(home("{\"x-wayleave-homeDerp\": 7}")))
        .contains("region 7, is not in the relay map");
  }

  @Test
  void refusesMapsThatAreNone() {
    assertThatThrownBy(() -> map("{\"Regions\": {}}")).hasMessageContaining("no relay region");
    assertThatThrownBy(() -> map("<html>")).hasMessageContaining("is not JSON");
    assertThatThrownBy(() -> map("{\"Regions\": {\"1\": {\"RegionID\": 2}}}"))
        .hasMessageContaining("calls region 2 \"1\"");
  }
}
