package dev.wayleave.importers.headscale.database;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.model.PolicyVersion;
import java.util.List;
import org.junit.jupiter.api.Test;

class PolicyFaultsTest {
  private static List<Finding> findings(PolicyVersion... versions) {
    Inventory.Builder inventory =
        Inventory.builder(new SourceInfo("headscale", "0.29.2", "sqlite"));
    for (PolicyVersion version : versions) {
      inventory.add(version);
    }
    return PolicyFaults.of(inventory.build());
  }

  private static PolicyVersion version(String id, String text, boolean inUse) {
    return new PolicyVersion(id, text, inUse, "database", null);
  }

  @Test
  void invalidPolicyInUseBlocksAndTellsItsPlace() {
    assertThat(findings(version("2", "{\n \"acls\": [}", true)))
        .singleElement()
        .satisfies(finding -> {
          assertThat(finding.level()).isEqualTo(Finding.Level.BLOCKER);
          assertThat(finding.code()).isEqualTo("POLICY_INVALID");
          assertThat(finding.object()).isEqualTo("policy 2 (in use)");
          assertThat(finding.what()).startsWith("Its text cannot be read: line 2, column 11: ");
        });
  }

  @Test
  void invalidPolicyOfThePastIsHistory() {
    assertThat(findings(version("1", "acls: []", false)))
        .singleElement()
        .extracting(Finding::level)
        .isEqualTo(Finding.Level.INFO);
  }

  @Test
  void emptyPolicyAndHuJsonAreNoFaults() {
    assertThat(findings(version("1", "", true), version("2", "{/* all */}", false))).isEmpty();
  }
}
