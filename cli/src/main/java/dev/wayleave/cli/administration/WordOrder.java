package dev.wayleave.cli.administration;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Puts options that stand before a verb behind it.
///
/// Headscale's command takes its global options, and some of a group's, anywhere: `headscale -o
/// json users list` and `headscale preauthkeys --user 1 list`.
public final class WordOrder {
  private static final Set<String> GROUPS =
      Set.of(
          "users",
          "user",
          "namespaces",
          "namespace",
          "ns",
          "nodes",
          "node",
          "machines",
          "machine",
          "preauthkeys",
          "preauthkey",
          "authkey",
          "pre",
          "apikeys",
          "apikey",
          "api",
          "auth",
          "policy",
          "oauth-clients",
          "oauth-client",
          "oauthclients",
          "oauthclient",
          "oauth",
          "routes",
          "route",
          "r",
          "dns");

  /// Options of which the next word is the value.
  private static final Set<String> VALUED =
      Set.of(
          "-o",
          "--output",
          "-c",
          "--config",
          "-u",
          "--user",
          "-n",
          "--namespace",
          "--to",
          "--data");

  private static final Set<String> STAY = Set.of("-h", "--help", "-V", "--version");

  private WordOrder() {}

  /// The same words with group and verb first, where they are those of a group.
  public static String[] verbsFirst(String... words) {
    List<String> options = new ArrayList<>();
    int group = skip(words, 0, options);
    if (group == words.length || !GROUPS.contains(words[group])) {
      return words;
    }
    int verb = skip(words, group + 1, options);
    if (verb == words.length) {
      return words;
    }
    List<String> ordered = new ArrayList<>(List.of(words[group], words[verb]));
    ordered.addAll(options);
    ordered.addAll(Arrays.asList(words).subList(verb + 1, words.length));
    return ordered.toArray(String[]::new);
  }

  /// Collects the options from a place on, and gives the place of the first word that is none.
  private static int skip(String[] words, int from, List<String> options) {
    int at = from;
    while (at < words.length && words[at].startsWith("-")) {
      if (STAY.contains(words[at])) {
        return words.length;
      }
      boolean valued = VALUED.contains(words[at]);
      options.add(words[at++]);
      if (valued && at < words.length) {
        options.add(words[at++]);
      }
    }
    return at;
  }
}
