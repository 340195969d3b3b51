package dev.wayleave.importers.headscale.config;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.model.DerpSettings;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.Secret;
import dev.wayleave.tailnet.model.ServerSettings;
import java.util.List;

/// All that a Headscale configuration says, the files that it names included.
public record HeadscaleConfig(
    ServerSettings server,
    DnsSettings dns,
    DerpSettings derp,
    List<Secret> secrets,
    PolicyInUse policy,
    DatabaseLocation database,
    List<Finding> findings) {
  public HeadscaleConfig {
    secrets = List.copyOf(secrets);
    findings = List.copyOf(findings);
  }

  /// The same with the defaults of a release, which the configuration alone does not tell.
  ///
  /// @param release for example `0.29.2` or `0.24.3 to 0.25.1`
  public HeadscaleConfig forRelease(String release) {
    return ReleaseDefaults.apply(this, release);
  }
}
