package dev.wayleave.tailnet.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class SortedTreeTest {
  private static final int STEPS = Boolean.getBoolean("wayleave.exhaustive") ? 100_000 : 4_000;
  private static final long SEED =
      Long.parseUnsignedLong(
          System.getProperty("wayleave.seed", Long.toHexString(System.nanoTime())), 16);

  @Test
  void agreesWithTreeMapAfterEveryStepAndLeavesOldVersionsAlone() {
    System.out.println("SortedTreeTest uses -Dwayleave.seed=" + Long.toHexString(SEED));
    Random random = new Random(SEED);
    TreeMap<Integer, Integer> model = new TreeMap<>();
    SortedTree<Integer, Integer> tree = SortedTree.empty();
    List<SortedTree<Integer, Integer>> versions = new ArrayList<>();
    List<List<Integer>> expected = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      int key = random.nextInt(300);
      if (random.nextInt(3) == 0) {
        model.remove(key);
        tree = tree.remove(key);
      } else {
        model.put(key, step);
        tree = tree.put(key, step);
      }
      int bound = random.nextInt(300);
      assertThat(tree.size()).isEqualTo(model.size());
      assertThat(tree.floorKey(bound)).isEqualTo(model.floorKey(bound));
      assertThat(tree.get(bound)).isEqualTo(model.get(bound));
      assertThat(tree.valuesAfter(bound))
          .containsExactlyElementsOf(model.tailMap(bound, false).values());
      if (step % 100 == 0) {
        versions.add(tree);
        expected.add(List.copyOf(model.values()));
      }
    }
    for (int i = 0; i < versions.size(); i++) {
      assertThat(List.copyOf(versions.get(i).values())).isEqualTo(expected.get(i));
    }
  }

  @Test
  void staysShallowWhenKeysComeInOrder() {
    SortedTree<Integer, Integer> tree = SortedTree.empty();
    for (int i = 0; i < 100_000; i++) {
      tree = tree.put(i, i);
    }
    assertThat(tree.size()).isEqualTo(100_000);
    assertThat(tree.values()).hasSize(100_000);
    assertThat(tree.floorKey(70_000)).isEqualTo(70_000);
  }
}
