package dev.wayleave.coordinator.api.v1alpha;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.Client;
import dev.wayleave.coordinator.running.EmptyTailnet;
import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.Decision;
import dev.wayleave.coordinator.state.Moment;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the settings in force leave out.
@QuarkusTest
@RunningCoordinator
class SettingsFindingsTest {
  @Inject TailnetState state;

  @AfterEach
  void takeBack() throws Exception {
    EmptyTailnet.make();
  }

  @Test
  void aDerpMapThatCannotBeReadIsAFinding() throws Exception {
    EmptyTailnet.make();
    assertThat(settings().getList("findings")).isEmpty();
    DerpSettings.MapFile broken = new DerpSettings.MapFile("/etc/derp.yaml", "regions: [");
    state
        .submit(
            new Putting(new DerpSettings(null, List.of(), List.of(broken), false, "PT3H")),
            Actor.COORDINATOR)
        .join();
    JsonPath found = settings();
    assertThat(found.getString("findings[0].level")).isEqualTo("ACTION");
    assertThat(found.getString("findings[0].code")).isEqualTo("DERP_MAP_INCOMPLETE");
    assertThat(found.getString("findings[0].what")).contains("/etc/derp.yaml");
    assertThat(found.getList("findings.what").toString()).contains("no relay");
  }

  private static JsonPath settings() {
    return Client.owner().get("/api/v1alpha/settings").then().statusCode(200).extract().jsonPath();
  }

  private record Putting(DerpSettings settings) implements Command<DerpSettings> {
    @Override
    public Decision<DerpSettings> decide(Tailnet image, Moment moment) {
      return Decision.accepted(settings, new TailnetChange.Put(settings));
    }

    @Override
    public String object() {
      return "derp/-";
    }
  }
}
