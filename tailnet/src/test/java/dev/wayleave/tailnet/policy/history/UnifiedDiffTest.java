package dev.wayleave.tailnet.policy.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class UnifiedDiffTest {
  @Test
  void equalTextsDifferInNothing() {
    assertThat(UnifiedDiff.of("a", "x\ny\n", "b", "x\ny\n")).isEmpty();
    assertThat(UnifiedDiff.of("a", "", "b", "")).isEmpty();
  }

  @Test
  void aChangedLineStandsBetweenThreeLinesOnEachSide() {
    assertThat(
            UnifiedDiff.of("a", "1\n2\n3\n4\n5\n6\n7\n8\n9\n", "b", "1\n2\n3\n4\nV\n6\n7\n8\n9\n"))
        .isEqualTo(
            """
            --- a
            +++ b
            @@ -2,7 +2,7 @@
             2
             3
             4
            -5
            +V
             6
             7
             8
            """);
  }

  @Test
  void aMissingLineEndIsTold() {
    assertThat(UnifiedDiff.of("a", "{}", "b", "{}\n"))
        .isEqualTo(
            """
            --- a
            +++ b
            @@ -1 +1 @@
            -{}
            \\ No newline at end of file
            +{}
            """);
  }

  @Test
  void aFirstTextIsAllAdded() {
    assertThat(UnifiedDiff.of("a", "", "b", "{\n}\n"))
        .isEqualTo(
            """
            --- a
            +++ b
            @@ -0,0 +1,2 @@
            +{
            +}
            """);
  }

  @Test
  void everyDiffLeadsFromOneTextToTheOther() {
    long seed = Long.getLong("wayleave.seed", System.nanoTime());
    System.out.println("UnifiedDiffTest: -Dwayleave.seed=" + seed);
    Random random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      List<String> before = lines(random, random.nextInt(40));
      List<String> after = edited(random, before);
      assertLeads(before, after);
    }
  }

  @Test
  void textsThatShareNothingAreReplacedWhole() {
    List<String> before = new ArrayList<>();
    List<String> after = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      before.add("old " + i);
      after.add("new " + i);
    }
    assertThat(LineDiff.between(before, after))
        .containsExactly(new LineDiff.Change(0, 20_000, 0, 20_000));
  }

  @Test
  void theWayIsTheShortest() {
    assertThat(LineDiff.between(List.of("a", "b", "c", "d"), List.of("a", "c", "x", "d")))
        .containsExactly(new LineDiff.Change(1, 2, 1, 1), new LineDiff.Change(3, 3, 2, 3));
  }

  private static void assertLeads(List<String> before, List<String> after) {
    List<String> made = new ArrayList<>();
    int at = 0;
    for (LineDiff.Change change : LineDiff.between(before, after)) {
      assertThat(change.beforeFrom()).isGreaterThanOrEqualTo(at);
      made.addAll(before.subList(at, change.beforeFrom()));
      made.addAll(after.subList(change.afterFrom(), change.afterTo()));
      at = change.beforeTo();
    }
    made.addAll(before.subList(at, before.size()));
    assertThat(made).as("from %s to %s", before, after).isEqualTo(after);
  }

  private static List<String> lines(Random random, int count) {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(String.valueOf((char) ('a' + random.nextInt(6))));
    }
    return lines;
  }

  private static List<String> edited(Random random, List<String> before) {
    List<String> after = new ArrayList<>(before);
    for (int i = random.nextInt(12); i > 0; i--) {
      if (after.isEmpty() || random.nextBoolean()) {
        after.addAll(random.nextInt(after.size() + 1), lines(random, 1 + random.nextInt(3)));
      } else {
        after.remove(random.nextInt(after.size()));
      }
    }
    return after;
  }
}
