package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.TagName;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The names that a policy defines, whatever letter case they are later used in.
///
/// The hosted service reads `Tag:Web` as `tag:web`: its parser of destinations lowers the whole
/// word (`parseHostPortRange` in Tailscale's `tailcfg`).
final class Names {
  private final Map<String, String> groups = new HashMap<>();
  private final Map<String, String> hosts = new HashMap<>();
  private final Map<String, String> tags = new HashMap<>();
  private final Map<String, String> ipSets = new HashMap<>();

  private Names() {}

  static Names none() {
    return new Names();
  }

  static Names of(Policy policy) {
    Names names = new Names();
    policy.groups().keySet().forEach(names::addGroup);
    policy.hosts().keySet().forEach(names::addHost);
    policy.tagOwners().keySet().stream().map(TagName::value).forEach(names::addTag);
    policy.ipSets().keySet().forEach(names::addIpSet);
    return names;
  }

  void addGroup(String name) {
    add(groups, name);
  }

  void addHost(String name) {
    add(hosts, name);
  }

  void addTag(String name) {
    add(tags, name);
  }

  void addIpSet(String name) {
    add(ipSets, name);
  }

  private static void add(Map<String, String> names, String name) {
    names.putIfAbsent(name.toLowerCase(Locale.ROOT), name);
    names.put(name, name);
  }

  Optional<String> group(String text) {
    return find(groups, text);
  }

  Optional<String> host(String text) {
    return find(hosts, text);
  }

  Optional<String> tag(String text) {
    return find(tags, text);
  }

  Optional<String> ipSet(String text) {
    return find(ipSets, text);
  }

  private static Optional<String> find(Map<String, String> names, String text) {
    String exact = names.get(text);
    return Optional.ofNullable(exact != null ? exact : names.get(text.toLowerCase(Locale.ROOT)));
  }
}
