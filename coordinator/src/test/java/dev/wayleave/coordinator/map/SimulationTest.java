package dev.wayleave.coordinator.map;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.testkit.seed.Breadth;
import dev.wayleave.testkit.seed.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// A tailnet lives by chance, and after every step each client knows what it would be told anew.
class SimulationTest {
  @Test
  void everyClientKnowsAtEveryStepWhatAMapFromScratchTellsIt() {
    int nodes = Integer.getInteger("wayleave.simulation.nodes", Breadth.of(250, 50_000));
    int steps = Breadth.of(20, 25);
    int atOnce = Breadth.of(12, 400);
    RandomGenerator random = Seed.printedFor("SimulationTest").generator();
    Simulation simulation = new Simulation(random, nodes);
    simulation.arrive(nodes * 9 / 10);
    assertThat(simulation.open()).isEqualTo(nodes * 9 / 10);
    assertThat(simulation.check()).isEqualTo(nodes * 9 / 10);
    List<String> story = new ArrayList<>();
    for (int step = 0; step < steps; step++) {
      for (int i = random.nextInt(1, atOnce); i > 0; i--) {
        story.add(simulation.any());
      }
      if (step % 10 == 5) {
        simulation.reform();
      }
      simulation.settle();
      try {
        assertThat(simulation.check()).isPositive();
      } catch (AssertionError e) {
        throw new AssertionError("step " + step + ": " + story, e);
      }
    }
    assertThat(simulation.open()).as("most are still there").isGreaterThan(nodes / 2);
  }
}
