package dev.wayleave.coordinator.ssh;

import dev.wayleave.coordinator.map.NetworkImages;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.ssh.SshAction;
import dev.wayleave.tailnet.policy.ssh.SshCompiler;
import dev.wayleave.tailnet.policy.ssh.SshFilterRule;
import jakarta.inject.Singleton;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rules that maps tell nodes, asked about one session.
@Singleton
final class SshRules {
  /// The host that clients ignore in URLs which they ask through Noise.
  private static final String NOISE = "https://unused";

  /// Compiled once for each policy and directory.
  private record Compiled(TailnetPolicy policy, SshCompiler rules) {}

  private final NetworkImages images;
  private volatile @Nullable Compiled last;

  SshRules(NetworkImages images) {
    this.images = images;
  }

  /// What the first rule says that is about a session; empty where none lets it in.
  Optional<SshAction> action(NodeId source, NodeId destination, String localUser) {
    Compiled now = compiled();
    Optional<Device> from = now.policy().directory().device(source);
    Optional<Device> to = now.policy().directory().device(destination);
    if (from.isEmpty() || to.isEmpty()) {
      return Optional.empty();
    }
    return now.rules().rulesFor(to.get()).stream()
        .filter(rule -> concerns(rule, from.get(), localUser))
        .findFirst()
        .map(SshFilterRule::action);
  }

  /// Every rule of ours lets users in under their own names, so the local one is also the one that
  /// was asked for.
  private static boolean concerns(SshFilterRule rule, Device source, String localUser) {
    return rule.admits(localUser)
        && source.addresses().stream().anyMatch(rule.principals()::contains);
  }

  private Compiled compiled() {
    TailnetPolicy policy = images.current().policy();
    Compiled known = last;
    if (known != null && known.policy() == policy) {
      return known;
    }
    Compiled fresh = new Compiled(policy, policy.ssh(NOISE));
    last = fresh;
    return fresh;
  }
}
