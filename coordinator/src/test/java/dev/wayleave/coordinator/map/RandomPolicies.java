package dev.wayleave.coordinator.map;

import java.util.List;
import java.util.random.RandomGenerator;

/// Policies that show different parts of a map.
final class RandomPolicies {
  private static final String TAGS = "'tagOwners': {'tag:web': [], 'tag:router': []}";

  private static final List<String> ALL =
      List.of(
          "{" + TAGS + "}",
          "{" + TAGS + ", 'acls': []}",
          "{"
              + TAGS
              + ", 'acls': [{'action': 'accept', 'src': ['autogroup:member'], 'dst': ['tag:web:80',"
              + " '10.1.0.0/16:*']}]}",
          "{"
              + TAGS
              + ", 'acls': [{'action': 'accept', 'src': ['autogroup:member'], 'dst':"
              + " ['autogroup:self:*', 'autogroup:internet:*']}]}",
          "{"
              + TAGS
              + ", 'grants': [{'src': ['tag:web'], 'dst': ['10.1.0.0/16'], 'ip': ['*'], 'via':"
              + " ['tag:router']}, {'src': ['ann@example.com'], 'dst': ['tag:web', 'tag:router'],"
              + " 'ip': ['*'], 'app': {'tailscale.com/cap/relay': [{}], 'example.com/cap/x':"
              + " [{'a': 1}]}}]}",
          "{"
              + TAGS
              + ", 'acls': [{'action': 'accept', 'src': ['*'], 'dst': ['*:*']}], 'ssh':"
              + " [{'action': 'check', 'src': ['autogroup:member'], 'dst': ['tag:web'], 'users':"
              + " ['root']}, {'action': 'accept', 'src': ['autogroup:member'], 'dst':"
              + " ['autogroup:self'], 'users': ['autogroup:nonroot']}]}",
          "{"
              + TAGS
              + ", 'nodeAttrs': [{'target': ['tag:web'], 'attr': ['disable-ipv4',"
              + " 'nextdns:abcdef']}, {'target': ['autogroup:member'], 'attr':"
              + " ['dns-subdomain-resolve']}]}");

  private RandomPolicies() {}

  static String any(RandomGenerator random) {
    return ALL.get(random.nextInt(ALL.size()));
  }
}
