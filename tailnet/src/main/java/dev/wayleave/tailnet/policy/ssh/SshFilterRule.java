package dev.wayleave.tailnet.policy.ssh;

import dev.wayleave.tailnet.model.IpAddress;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// One of the rules that a node gets, the first match decides.
///
/// @param origin the entry of the policy that it comes from, for example `ssh[0]`
/// @param principals the addresses from which a session may come
/// @param sshUsers the local user that each asked-for user becomes: `=` stands for the same, an
///   empty text for none, and the key `*` for every user not listed
public record SshFilterRule(
    String origin,
    List<IpAddress> principals,
    SortedMap<String, String> sshUsers,
    SshAction action,
    List<String> acceptEnv) {
  public SshFilterRule {
    principals = List.copyOf(principals);
    sshUsers = Collections.unmodifiableSortedMap(new TreeMap<>(sshUsers));
    acceptEnv = List.copyOf(acceptEnv);
  }

  /// Whether a login as a local user is this rule's to decide, the source aside.
  public boolean admits(String user) {
    String mapped = sshUsers.get(user);
    return mapped == null ? !sshUsers.getOrDefault("*", "").isEmpty() : !mapped.isEmpty();
  }
}
