package dev.wayleave.oidc.policy;

import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.User;
import dev.wayleave.tailnet.model.UserId;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.JsonBoolean;
import dev.wayleave.tailnet.policy.syntax.JsonNull;
import dev.wayleave.tailnet.policy.syntax.JsonNumber;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/// Finds words for everybody of an e-mail domain (`user:*@DOMAIN`, `localpart:*@DOMAIN`) that
/// somebody falls out of, or into, whose address changes with the provider.
final class DomainWords {
  private static final String ANY_OF = ":*@";

  private DomainWords() {}

  static List<Finding> of(Json root, List<User> before, List<User> later) {
    Map<String, JsonString> words = new TreeMap<>();
    collect(root, words);
    Map<UserId, String> domains = new HashMap<>();
    before.forEach(user -> domains.put(user.id(), domain(user)));
    List<Finding> findings = new ArrayList<>();
    words.forEach((domain, word) -> {
      for (User user : later) {
        boolean was = domain.equals(domains.getOrDefault(user.id(), ""));
        boolean is = domain.equals(domain(user));
        if (was != is) {
          findings.add(
              Finding.action(
                  "POLICY_DOMAIN_CHANGES",
                  Labels.object(user),
                  "With the next login the address becomes \"%s\", and \"%s\" (policy, %s) %s."
                      .formatted(
                          user.email(),
                          word.value(),
                          word.at(),
                          is ? "means the user" : "means the user no longer"),
                  "Write in the policy whom it is to mean after that."));
        }
      }
    });
    return findings;
  }

  private static String domain(User user) {
    return user.email().substring(user.email().lastIndexOf('@') + 1).toLowerCase(Locale.ROOT);
  }

  private static void collect(Json value, Map<String, JsonString> words) {
    switch (value) {
      case JsonObject object -> object.members().forEach(member -> collect(member.value(), words));
      case JsonArray array -> array.elements().forEach(element -> collect(element, words));
      case JsonString word -> {
        int at = word.value().indexOf(ANY_OF);
        if (at > 0) {
          String domain = word.value().substring(at + ANY_OF.length());
          words.putIfAbsent(domain.replaceFirst(":[^:]*$", "").toLowerCase(Locale.ROOT), word);
        }
      }
      case JsonNumber _, JsonBoolean _, JsonNull _ -> {}
    }
  }
}
