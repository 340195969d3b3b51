package dev.wayleave.testkit.tailnet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.model.Node;
import org.junit.jupiter.api.Test;

class TailnetBuilderTest {
  @Test
  void oneSeedGivesOneTailnetAndAnotherSeedAnother() {
    assertThat(TailnetBuilder.seeded(1).reading()).isEqualTo(TailnetBuilder.seeded(1).reading());
    assertThat(TailnetBuilder.seeded(1).inventory())
        .isNotEqualTo(TailnetBuilder.seeded(2).inventory());
  }

  @Test
  void largeTailnetsHaveNoAddressAndNoNameTwice() {
    Inventory inventory = TailnetBuilder.seeded(3).users(20).nodes(70_000).inventory();
    assertThat(inventory.nodes()).hasSize(70_000);
    assertThat(inventory.nodes().stream().map(Node::ipv4).distinct()).hasSize(70_000);
    assertThat(inventory.nodes().stream().map(Node::ipv6).distinct()).hasSize(70_000);
    assertThat(inventory.nodes().stream().map(Node::givenName).distinct()).hasSize(70_000);
  }
}
