package dev.wayleave.exporters.hosted;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.HostedObject;
import dev.wayleave.tailnet.model.ServerSettings;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostedSettingsTest {
  private static HostedSettings of(
      @Nullable String kept, @Nullable String expiry, Map<String, String> other) {
    Inventory.Builder source = Inventory.builder(new SourceInfo("wayleave", "", ""));
    if (kept != null) {
      source.add(new HostedObject("settings", "settings", kept));
    }
    source.add(new ServerSettings("", "", null, null, "", expiry, null, null, other));
    return HostedSettings.of(source.build());
  }

  @Test
  void whatTheSourceSaysNowGoesBeforeWhatWasKept() {
    HostedSettings settings =
        of(
            "{\"devicesKeyDurationDays\":30,\"devicesApprovalOn\":true,\"httpsEnabled\":null,"
                + "\"regionalRoutingOn\":true,\"usersApprovalOn\":false,\"odd\":1}",
            "P90D",
            Map.of("device_approval", "false", "user_approval", "true"));

    assertThat(settings.values().toString())
        .isEqualTo(
            "{devicesApprovalOn=false, devicesKeyDurationDays=90, regionalRoutingOn=true,"
                + " usersApprovalOn=true}");
    assertThat(settings.kept()).hasToString("hosted/settings/settings");
    assertThat(settings.findings()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"P365D", "PT36H", "PT1H", "soon"})
  void aDurationThatIsNotInWholeDaysUpTo180IsTold(String expiry) {
    HostedSettings settings = of("{\"devicesKeyDurationDays\":30}", expiry, Map.of());

    assertThat(settings.values()).isEmpty();
    assertThat(settings.findings())
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.code()).isEqualTo("HOSTED_KEY_DURATION");
          assertThat(finding.what()).contains(expiry);
        });
  }

  @Test
  void whatWasKeptAndCannotBeReadIsALoss() {
    HostedSettings settings = of("{", null, Map.of());

    assertThat(settings.kept()).isNull();
    assertThat(settings.findings())
        .extracting(Finding::code)
        .containsExactly("HOSTED_OBJECT_UNREADABLE");
  }
}
