package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.tailnet.model.Node;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/// How nodes and the tailnet are called.
final class Names {
  private Names() {}

  /// The base domain without dots around it; empty where there is none.
  static String baseDomain(SettingsInForce settings) {
    String domain = settings.dns().baseDomain();
    int start = 0;
    int end = domain.length();
    while (start < end && domain.charAt(start) == '.') {
      start++;
    }
    while (end > start && domain.charAt(end - 1) == '.') {
      end--;
    }
    return domain.substring(start, end);
  }

  /// The tailnet's name: the host that clients log in at, as Headscale has it and its clients keep
  /// it in their profiles. It must not be empty, which means unchanged.
  static String tailnet(SettingsInForce settings) {
    String host = host(settings.serverUrl());
    if (host != null) {
      return host;
    }
    String domain = baseDomain(settings);
    return domain.isEmpty() ? "tailnet" : domain;
  }

  private static @Nullable String host(String url) {
    try {
      return URI.create(url).getHost();
    } catch (IllegalArgumentException e) {
      return null; // not a URL; the name of the tailnet is only shown
    }
  }

  /// The name in full, with its dot at the end. A node that was imported without any is called by
  /// its number: clients take the first label off the name, so there must be one.
  static String full(Node node, String baseDomain) {
    String name = node.givenName().isEmpty() ? "node-" + node.id() : node.givenName();
    return baseDomain.isEmpty() ? name + "." : name + "." + baseDomain + ".";
  }
}
