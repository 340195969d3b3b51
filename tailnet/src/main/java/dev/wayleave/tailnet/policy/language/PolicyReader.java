package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Makes a policy of a syntax tree, or tells every fault of it in the hosted service's words.
///
/// The order of the steps is that in which names come to be known; it is also the order of the
/// faults.
public final class PolicyReader {
  private static final String[] SECTIONS = {
    "acls",
    "attrConfig",
    "autoApprovers",
    "defaultSrcPosture",
    "derpMap",
    "disableIPv4",
    "grants",
    "groups",
    "hosts",
    "ipsets",
    "nodeAttrs",
    "OneCGNATRoute",
    "postures",
    "randomizeClientPort",
    "ssh",
    "sshTests",
    "tagOwners",
    "tests",
  };

  private PolicyReader() {}

  /// Reads a policy for itself, whatever tailnet it is for.
  public static Reading read(JsonObject root) {
    return read(root, TailnetFacts.UNKNOWN);
  }

  /// Reads a policy for a tailnet.
  public static Reading read(JsonObject root, TailnetFacts facts) {
    Remarks remarks = new Remarks();
    Policy policy = policy(Fields.of(root, "", remarks, SECTIONS), facts, remarks);
    List<PolicyFault> faults = remarks.faults();
    return faults.isEmpty()
        ? new Reading.Sound(policy, remarks.notes())
        : new Reading.Refused(faults);
  }

  private static Policy policy(Fields root, TailnetFacts facts, Remarks remarks) {
    Names names = Names.none();
    Map<String, List<Selector.Login>> groups = GroupsReader.read(root);
    groups.keySet().forEach(names::addGroup);
    Map<String, AddressRange> hosts = HostsReader.read(root);
    hosts.keySet().forEach(names::addHost);
    TagOwnersReader.define(root, names);
    IpSetsReader.define(root, names);
    Map<String, List<String>> postures = PosturesReader.read(root);
    SelectorList selectors = new SelectorList(new SelectorReader(names, facts), remarks);
    Scope scope = new Scope(selectors, postures.keySet(), facts, remarks);

    Map<TagName, List<Selector>> tagOwners = TagOwnersReader.read(root, scope);
    Map<String, List<IpSetEntry>> ipSets = IpSetsReader.read(root, scope);
    return new Policy(
        groups,
        hosts,
        tagOwners,
        rules(root, scope),
        new SshReader(scope).read(root),
        AutoApproversReader.read(root, scope),
        NodeAttributesReader.read(root, scope),
        postures,
        scope.postureNames(root, "defaultSrcPosture"),
        ipSets,
        AttrConfigReader.read(root),
        TestsReader.read(root),
        new SshTestsReader(scope, hosts).read(root),
        DerpMapReader.read(root),
        OptionsReader.read(root));
  }

  /// Grants first, as the hosted service sends them; null where the policy has neither section.
  private static @Nullable List<AccessRule> rules(Fields root, Scope scope) {
    if (!root.has("grants") && !root.has("acls")) {
      return null;
    }
    List<AccessRule> rules = new ArrayList<>(new GrantReader(scope).read(root));
    rules.addAll(new AclReader(scope).read(root));
    return rules;
  }
}
