package dev.wayleave.testkit.seed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class SeedTest {

  @Test
  void repeatsTheSequenceThatItsTextNames() {
    Seed seed = Seed.chosen(null, RandomGenerator.getDefault());
    Seed again = Seed.chosen(seed.toString(), RandomGenerator.getDefault());
    assertThat(again).isEqualTo(seed);
    assertThat(again.generator().longs(100)).containsExactly(longs(seed));
  }

  @Test
  void differsFromRunToRunUnlessAsked() {
    RandomGenerator chance = new Seed(1).generator();
    assertThat(Seed.chosen(null, chance)).isNotEqualTo(Seed.chosen(null, chance));
  }

  @Test
  void givesPartsTheirOwnSequences() {
    Seed seed = new Seed(7);
    assertThat(longs(seed.part(1))).isEqualTo(longs(new Seed(7).part(1)));
    assertThat(longs(seed.part(1))).isNotEqualTo(longs(seed.part(2)));
  }

  @Test
  void refusesTextThatIsNoSeed() {
    assertThatThrownBy(() -> Seed.parse("today"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("today");
  }

  private static Long[] longs(Seed seed) {
    return seed.generator().longs(100).boxed().toArray(Long[]::new);
  }
}
