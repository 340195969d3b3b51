package dev.wayleave.importers.headscale;

import dev.wayleave.importers.headscale.config.YamlPolicy;
import dev.wayleave.importers.headscale.database.PolicyImport;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.ServerSettings;
import dev.wayleave.tailnet.policy.dialect.PolicyEngine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Tells in which form the policy of a configuration lies, and has it translated from there.
final class PolicyTexts {
  /// The code of the finding that no policy is in use.
  static final String ABSENT = "POLICY_ABSENT";

  private static final String YAML = "POLICY_IN_YAML";

  private PolicyTexts() {}

  static boolean stripsEmailDomain(ServerSettings server) {
    return !server.other().getOrDefault("oidc.strip_email_domain", "true").equals("false");
  }

  static boolean isYaml(PolicyVersion version) {
    String origin = version.origin().toLowerCase(Locale.ROOT);
    return version.inUse() && (origin.endsWith(".yaml") || origin.endsWith(".yml"));
  }

  /// @param findings those of the configuration; what they say about YAML is taken out where the
  ///   release reads it
  static PolicyImport.Result translate(
      PolicyImport policies, List<Entity<PolicyVersion>> versions, List<Finding> findings)
      throws SourceException {
    if (findings.stream().anyMatch(finding -> finding.code().equals(ABSENT))) {
      return policies.writeOut(versions);
    }
    Optional<PolicyVersion> yaml =
        versions.stream().map(Entity::value).filter(PolicyTexts::isYaml).findFirst();
    boolean readsYaml =
        PolicyEngine.ofRelease(policies.release())
            .filter(engine -> engine.compareTo(PolicyEngine.V0_23) < 0)
            .isPresent();
    if (yaml.isEmpty() || !readsYaml) {
      return yaml.isEmpty()
          ? policies.translate(versions, null)
          : new PolicyImport.Result(versions, List.of());
    }
    findings.removeIf(finding -> finding.code().equals(YAML));
    String text = YamlPolicy.toJson(yaml.get().origin(), yaml.get().text());
    PolicyImport.Result result = policies.translate(versions, text);
    List<Finding> all = new ArrayList<>(result.findings());
    all.add(
        Finding.info(
            "POLICY_REWRITTEN",
            Labels.object(yaml.get()),
            "The policy is YAML and is written as HuJSON; the text as it was stays as the version"
                + " before.",
            "Nothing."));
    return new PolicyImport.Result(result.versions(), all, result.tags());
  }
}
