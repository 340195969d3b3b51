package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.model.LastIds;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetEntity;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.directory.Directory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Holds what Wayleave would tell each node against what the running server says.
public final class Shadow {
  private static final String SOURCE = "source";

  /// What came of it.
  ///
  /// @param differences one for each thing that would change, with its cause
  /// @param unchecked what could not be compared
  public record Outcome(List<Difference> differences, List<Finding> unchecked) {
    public Outcome {
      differences = List.copyOf(differences);
      unchecked = List.copyOf(unchecked);
    }
  }

  private final Reading reading;
  private final RunningState running;
  private final List<Difference> differences = new ArrayList<>();
  private final List<Finding> unchecked = new ArrayList<>();

  private Shadow(Reading reading, RunningState running) {
    this.reading = reading;
    this.running = running;
  }

  public static Outcome compare(Reading reading, RunningState running) {
    Shadow shadow = new Shadow(reading, running);
    shadow.nodes();
    shadow.differences.addAll(new SettingsShadow(reading.inventory()).differences(running));
    shadow.policy();
    shadow.tellUnchecked();
    return new Outcome(shadow.differences, shadow.unchecked);
  }

  private void nodes() {
    if (running.nodes() != null) {
      differences.addAll(new NodeShadow(running.nodes()).differences(reading.inventory().nodes()));
    }
  }

  private void policy() {
    Optional<TailnetPolicy> compiled = compiled();
    if (compiled.isEmpty()) {
      unchecked.add(
          Finding.action(
              "SHADOW_POLICY_UNREADABLE",
              "policy",
              "The policy cannot be worked out here, so peers, packet filters and SSH rules were not"
                  + " compared.",
              "See the findings about the policy."));
      return;
    }
    TailnetPolicy policy = compiled.get();
    Causes causes = new Causes(reading.inventory().source().release(), reading.findings());
    FilterShadow filters = new FilterShadow(running, policy, causes);
    differences.addAll(filters.differences());
    differences.addAll(new PeerShadow(running, policy, causes).differences());
    if (running.ssh() != null) {
      differences.addAll(new LoginShadow(running.ssh(), policy, causes).differences());
    }
    if (filters.leavesSelfOut()) {
      unchecked.add(
          Finding.info(
              "SHADOW_SELF_UNSEEN",
              SOURCE,
              "The server shows its packet filter without the rules of autogroup:self, so what users"
                  + " reach among their own devices was not compared.",
              "Start Headscale once with HEADSCALE_DEBUG_DUMP_MAPRESPONSE_PATH to compare that too."));
    }
  }

  private Optional<TailnetPolicy> compiled() {
    Inventory inventory = reading.inventory();
    List<TailnetEntity> entities = new ArrayList<>(inventory.users());
    entities.addAll(inventory.nodes());
    Directory directory = Directory.of(Tailnet.of(1, LastIds.NONE, entities));
    return inventory
        .policyInUse()
        .map(version -> PolicyGate.read(version.text(), directory))
        .flatMap(verdict ->
            verdict instanceof Verdict.Accepted accepted
                ? Optional.of(TailnetPolicy.of(accepted.policy(), directory))
                : Optional.empty());
  }

  private void tellUnchecked() {
    List<String> parts = new ArrayList<>();
    add(parts, running.nodes(), "the nodes' own addresses, names, tags, routes and expiry");
    add(parts, filters(), "packet filters");
    add(parts, running.peerCounts(), "peers");
    add(parts, running.ssh(), "SSH rules");
    add(parts, running.dns(), "DNS");
    add(parts, running.relays(), "relays");
    if (!parts.isEmpty()) {
      unchecked.add(
          Finding.action(
              "SHADOW_UNCHECKED",
              SOURCE,
              "The running server could not be asked about everything; not compared: "
                  + String.join("; ", parts)
                  + ".",
              "Run this on the server's machine while Headscale runs, with metrics_listen_addr set,"
                  + " or give --metrics URL and --running URL."));
    }
  }

  private @Nullable Object filters() {
    return running.filter() == null && !running.filters().isEmpty()
        ? running.filters()
        : running.filter();
  }

  private static void add(List<String> parts, @Nullable Object said, String what) {
    if (said == null) {
      parts.add(what);
    }
  }
}
