package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A policy that was read and found sound.
///
/// @param groups members by group name (`group:NAME`), each a login
/// @param hosts addresses by host name
/// @param tagOwners who may give a tag; owners may be tags
/// @param rules the entries of `grants`, then those of `acls`: the order in which the hosted
///   service sends them; null where the policy has neither section, which allows everything
/// @param postures the conditions of each posture (`posture:NAME`) as written
/// @param defaultPostures the postures of every rule that names none
/// @param derpMap the section as written, null where there is none
public record Policy(
    Map<String, List<Selector.Login>> groups,
    Map<String, AddressRange> hosts,
    Map<TagName, List<Selector>> tagOwners,
    @Nullable List<AccessRule> rules,
    List<SshRule> ssh,
    AutoApprovers autoApprovers,
    List<NodeAttribute> nodeAttributes,
    Map<String, List<String>> postures,
    List<String> defaultPostures,
    Map<String, List<IpSetEntry>> ipSets,
    Map<String, CustomAttribute> customAttributes,
    List<PolicyTest> tests,
    List<SshTest> sshTests,
    @Nullable JsonObject derpMap,
    NetworkOptions options) {
  public Policy {
    groups = Collections.unmodifiableMap(new LinkedHashMap<>(groups));
    hosts = Collections.unmodifiableMap(new LinkedHashMap<>(hosts));
    tagOwners = Collections.unmodifiableMap(new LinkedHashMap<>(tagOwners));
    rules = rules == null ? null : List.copyOf(rules);
    ssh = List.copyOf(ssh);
    nodeAttributes = List.copyOf(nodeAttributes);
    postures = Collections.unmodifiableMap(new LinkedHashMap<>(postures));
    defaultPostures = List.copyOf(defaultPostures);
    ipSets = Collections.unmodifiableMap(new LinkedHashMap<>(ipSets));
    customAttributes = Collections.unmodifiableMap(new LinkedHashMap<>(customAttributes));
    tests = List.copyOf(tests);
    sshTests = List.copyOf(sshTests);
  }
}
