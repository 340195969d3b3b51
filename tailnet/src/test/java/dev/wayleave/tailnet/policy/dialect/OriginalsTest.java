package dev.wayleave.tailnet.policy.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.PolicyVersion;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The way back of a policy to the dialect that it came in.
class OriginalsTest {
  private static final PolicyVersion ORIGINAL =
      new PolicyVersion("7", "{/* mine */}", true, "database", null);
  private static final PolicyVersion REWRITTEN =
      Originals.rewritten(Optional.of(ORIGINAL), "{}", PolicyEngine.V0_24);
  private static final PolicyVersion KEPT = Originals.kept(ORIGINAL);

  @Test
  void rewrittenVersionIsInForceAndNamesItsOriginal() {
    assertThat(REWRITTEN.inUse()).isTrue();
    assertThat(KEPT.inUse()).isFalse();
    assertThat(KEPT.text()).isEqualTo(ORIGINAL.text());
    assertThat(REWRITTEN.origin()).isEqualTo("rewritten from 7 of Headscale 0.24 and 0.25");
  }

  @Test
  void uneditedPolicyGivesBackItsOriginal() {
    assertThat(Originals.forSource(List.of(KEPT, REWRITTEN)))
        .isEqualTo(new Originals.WayBack.Text(KEPT));
  }

  @Test
  void editedPolicyGivesBackTheEdit() {
    PolicyVersion edit = new PolicyVersion("8", "{\"acls\": []}", true, "api", null);

    assertThat(Originals.forSource(List.of(KEPT, Originals.kept(REWRITTEN), edit)))
        .isEqualTo(new Originals.WayBack.Text(edit));
  }

  @Test
  void writtenOutAbsenceGivesBackAbsence() {
    PolicyVersion written = Originals.rewritten(Optional.empty(), "{}", PolicyEngine.V0_29);

    assertThat(Originals.forSource(List.of(written))).isEqualTo(new Originals.WayBack.None());
    assertThat(Originals.forSource(List.of())).isEqualTo(new Originals.WayBack.None());
  }
}
