package dev.wayleave.bench;

import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.explain.PlaceException;
import dev.wayleave.tailnet.policy.explain.Preview;
import dev.wayleave.tailnet.policy.explain.ReachabilityDiff;
import java.io.PrintStream;
import java.util.Locale;

/// Measures how long it takes to compare two policies, and to preview one, on generated tailnets.
final class DiffBench {
  private static final long SEED = 20261122;
  private static final String GRANTS = "\"grants\": [";

  private final PrintStream out;

  private DiffBench(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) throws PlaceException {
    DiffBench bench = new DiffBench(System.out);
    bench.out.println("| nodes | rules | the same | one rule more | all of it new | preview |");
    bench.out.println("|---:|---:|---:|---:|---:|---:|");
    for (int nodes : new int[] {1_000, 10_000}) {
      for (int rules : new int[] {100, 1_000}) {
        bench.row(nodes, rules);
      }
    }
  }

  private void row(int nodes, int rules) throws PlaceException {
    GeneratedTailnet generated = new GeneratedTailnet(nodes, SEED);
    Directory directory = Directory.of(generated.build());
    String text = new GeneratedPolicy(rules, generated.users(), SEED).text();
    String more =
        text.replace(
            GRANTS,
            GRANTS + "{\"src\": [\"*\"], \"dst\": [\"autogroup:tagged\"], \"ip\": [\"tcp:9\"]},");
    String other = new GeneratedPolicy(rules, generated.users(), SEED + 1).text();
    TailnetPolicy policy = compiled(text, directory);
    out.printf(
        Locale.ROOT,
        "| %d | %d | %.0f ms | %.0f ms | %.0f ms | %.0f ms |%n",
        nodes,
        rules,
        diff(policy, compiled(text + "\n", directory)),
        diff(policy, compiled(more, directory)),
        diff(policy, compiled(other, directory)),
        preview(policy, text));
  }

  private static double diff(TailnetPolicy before, TailnetPolicy after) {
    long start = System.nanoTime();
    ReachabilityDiff.between(before, after, ReachabilityDiff.LIMIT);
    return (System.nanoTime() - start) / 1e6;
  }

  private static double preview(TailnetPolicy policy, String text) throws PlaceException {
    long start = System.nanoTime();
    Preview.of(policy, text, "user1@example.com");
    return (System.nanoTime() - start) / 1e6;
  }

  private static TailnetPolicy compiled(String text, Directory directory) {
    if (PolicyGate.judge(text, directory) instanceof Verdict.Accepted(_, var policy, _)) {
      return TailnetPolicy.of(policy, directory);
    }
    throw new IllegalStateException("the generated policy is refused");
  }
}
