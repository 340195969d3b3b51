package dev.wayleave.coordinator.login;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.coordinator.running.RunningCoordinator;
import dev.wayleave.protocol.wire.RegisterResponse;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The tailnet that a device's management names.
@QuarkusTest
@RunningCoordinator
class RequiredTailnetTest extends Registrations {
  @Test
  void aDeviceThatMayJoinAnotherTailnetAloneIsNotLetIn() throws Exception {
    for (String name : List.of("required:corp.example", "required:")) {
      RegisterResponse refused =
          register(new Device("managed").tailnet(name).authKey(Tailnets.key(ann)));
      assertThat(refused.error())
          .startsWith("this device may join the tailnet \"")
          .contains("and this is \"tailnet.internal\"");
      assertThat(register(new Device("visitor").tailnet(name)).authUrl()).isEmpty();
    }
    assertThat(state.image().nodes()).isEmpty();
  }

  @Test
  void theBaseDomainAndTheServersHostAreNamesOfThisTailnet() throws Exception {
    settings(null, Map.of());
    for (String name :
        List.of(
            "required:tailnet.internal",
            "required:Tailnet.Internal.",
            "required:vpn.example.com")) {
      Device device = new Device("managed").tailnet(name).authKey(Tailnets.key(ann));
      assertThat(register(device).error()).as(name).isEmpty();
    }
  }

  @Test
  void aRecommendationIsNoCondition() throws Exception {
    Device device = new Device("advised").tailnet("corp.example").authKey(Tailnets.key(ann));
    assertThat(register(device).error()).isEmpty();
  }

  @Test
  void aNodeThatMayNotBeHereAnyMoreCanStillLogOut() throws Exception {
    Device device = member("moved", ann).tailnet("required:corp.example");
    assertThat(register(device).error()).contains("corp.example");
    RegisterResponse out = register(device.expiry(Instant.parse("2000-01-01T00:00:00Z")));
    assertThat(out.nodeKeyExpired()).isTrue();
    assertThat(out.error()).isEmpty();
  }
}
