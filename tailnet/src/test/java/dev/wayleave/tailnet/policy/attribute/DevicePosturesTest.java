package dev.wayleave.tailnet.policy.attribute;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.directory.SmallOffice;
import dev.wayleave.tailnet.policy.posture.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class DevicePosturesTest {
  private static final Resolver OFFICE =
      SmallOffice.under(
          """
          {"postures": {"posture:mac": ["node:os == 'macos'", "node:tsVersion >= '1.80'"]},
           "defaultSrcPosture": ["posture:mac"]}
          """);

  @Test
  void aDeviceIsJudgedByWhatItsClientSays() {
    DevicePostures postures = DevicePostures.byHostinfo(OFFICE.policy());
    assertThat(postures.admits(List.of(), SmallOffice.device(OFFICE, "alice")))
        .isEqualTo(new Verdict.Admitted("posture:mac"));
  }

  @Test
  void aDeviceThatSaidNothingIsNotAdmitted() {
    DevicePostures postures = DevicePostures.byHostinfo(OFFICE.policy());
    assertThat(postures.admits(List.of("posture:mac"), SmallOffice.device(OFFICE, "bob")))
        .isInstanceOf(Verdict.Unknown.class);
  }
}
