package dev.wayleave.bench;

import dev.wayleave.tailnet.model.Node;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Owner;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Supplier;

/// Measures the policy compiler on generated tailnets and prints one row for each size.
public final class PolicyBench {
  private static final int ROUNDS = 5;
  private static final long SEED = 20261122;

  private final PrintStream out;

  private PolicyBench(PrintStream out) {
    this.out = out;
  }

  public static void main(String[] args) {
    PolicyBench bench = new PolicyBench(System.out);
    bench.out.println(
        "| nodes | rules | read | compile | every node's filter, peers and routes"
            + " | one node joins | touched | one tag changes | touched |");
    bench.out.println("|---:|---:|---:|---:|---:|---:|---:|---:|---:|");
    for (int nodes : new int[] {1_000, 10_000}) {
      for (int rules : new int[] {100, 1_000}) {
        bench.row(nodes, rules);
      }
    }
  }

  private void row(int nodes, int rules) {
    GeneratedTailnet generated = new GeneratedTailnet(nodes, SEED);
    Tailnet tailnet = generated.build();
    Directory directory = Directory.of(tailnet);
    String text = new GeneratedPolicy(rules, generated.users(), SEED).text();
    Timed<Verdict> read = median(() -> PolicyGate.judge(text, directory));
    if (!(read.result() instanceof Verdict.Accepted accepted)) {
      throw new IllegalStateException("the generated policy is refused: " + read.result());
    }
    Timed<TailnetPolicy> compiled = median(() -> TailnetPolicy.of(accepted.policy(), directory));
    TailnetPolicy policy = compiled.result();
    Timed<Long> everything =
        median(() -> everything(TailnetPolicy.of(accepted.policy(), directory)));
    Timed<TailnetPolicy> joined =
        median(() -> {
          Owner owner = new Owner.OfUser(new UserId(1));
          Node node = GeneratedTailnet.node(nodes + 1, owner, List.of());
          return after(policy, tailnet, node);
        });
    Timed<TailnetPolicy> tagged =
        median(() -> {
          Node before = tailnet.node(new NodeId(3)).orElseThrow();
          Node node = GeneratedTailnet.node(3, GeneratedTailnet.tags(7), before.approvedRoutes());
          return after(policy, tailnet, node);
        });
    out.printf(
        Locale.ROOT,
        "| %d | %d | %.1f ms | %.1f ms | %.0f ms | %.1f ms | %d | %.1f ms | %d |%n",
        nodes,
        rules,
        read.millis(),
        compiled.millis(),
        everything.millis(),
        joined.millis(),
        touched(policy, joined.result()),
        tagged.millis(),
        touched(policy, tagged.result()));
  }

  /// The policy after one change, with all that is sent to the nodes which it touches.
  private static TailnetPolicy after(TailnetPolicy policy, Tailnet tailnet, Node node) {
    Directory later = policy.directory().next(tailnet.with(new TailnetChange.Put(node)));
    TailnetPolicy next = policy.on(later);
    next.network().touchedSince(policy.network()).stream()
        .mapToObj(later::find)
        .flatMap(Optional::stream)
        .forEach(device -> next.network().filter(device));
    return next;
  }

  private static int touched(TailnetPolicy before, TailnetPolicy after) {
    return after.network().touchedSince(before.network()).cardinality();
  }

  private static long everything(TailnetPolicy policy) {
    long sum = 0;
    for (Device device : policy.directory().devices()) {
      sum += policy.network().filter(device).size();
      for (Device peer : policy.network().peers(device)) {
        sum += policy.network().subnetsBy(device, peer).size();
        sum += policy.network().exitsBy(device, peer).size();
      }
    }
    return sum;
  }

  private record Timed<T>(T result, double millis) {}

  private static <T> Timed<T> median(Supplier<T> work) {
    T result = work.get();
    long[] nanos = new long[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
      long start = System.nanoTime();
      result = work.get();
      nanos[i] = System.nanoTime() - start;
    }
    Arrays.sort(nanos);
    return new Timed<>(result, nanos[ROUNDS / 2] / 1e6);
  }
}
