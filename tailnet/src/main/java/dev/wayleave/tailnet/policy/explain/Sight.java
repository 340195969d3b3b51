package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.attribute.Capabilities;
import dev.wayleave.tailnet.policy.attribute.DevicePostures;
import dev.wayleave.tailnet.policy.attribute.TailnetFeatures;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.network.NetworkPolicy;
import dev.wayleave.tailnet.policy.ssh.SshCompiler;

/// Everything that one policy decides on one tailnet.
///
/// The tailnet's own features are left out: they are no part of a policy.
record Sight(TailnetPolicy policy, SshCompiler ssh, Capabilities attributes) {
  static Sight of(TailnetPolicy policy) {
    return new Sight(policy, policy.ssh(""), policy.capabilities(TailnetFeatures.NONE));
  }

  NetworkPolicy network() {
    return policy.network();
  }

  Directory directory() {
    return policy.directory();
  }

  DevicePostures postures() {
    return policy.postures();
  }

  Policy text() {
    return policy.policy();
  }
}
