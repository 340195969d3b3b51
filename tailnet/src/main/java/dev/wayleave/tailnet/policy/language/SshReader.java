package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Reads the section `ssh`: who may log in where, as which local user.
final class SshReader {
  private static final String LOCALPART = "localpart:*@";

  private final Scope scope;

  SshReader(Scope scope) {
    this.scope = scope;
  }

  List<SshRule> read(Fields root) {
    List<SshRule> rules = new ArrayList<>();
    int index = 0;
    for (Json entry : root.elements("ssh")) {
      rule(entry, "ssh[" + index++ + "]").ifPresent(rules::add);
    }
    return rules;
  }

  private Optional<SshRule> rule(Json entry, String name) {
    Fields fields =
        Fields.of(
            entry,
            name,
            scope.remarks(),
            "action",
            "src",
            "dst",
            "users",
            "checkPeriod",
            "acceptEnv",
            "recorder",
            "enforceRecorder",
            "srcPosture");
    Optional<SshRule.Action> action = action(fields);
    List<SshUser> users = users(fields);
    var checkPeriod = CheckPeriod.read(fields);
    var sources = scope.selectors().read(fields.strings("src"), Place.SSH_SOURCE, "");
    var destinations = destinations(fields);
    SshSides.check(sources, destinations, scope.remarks());
    List<String> acceptEnv = acceptEnv(fields);
    var recorders = scope.selectors().read(fields.strings("recorder"), Place.RECORDER, "");
    return action.map(given ->
        new SshRule(
            name,
            fields.at(),
            given,
            sources,
            destinations,
            users,
            checkPeriod,
            acceptEnv,
            recorders,
            fields.flag("enforceRecorder"),
            scope.postureNames(fields, "srcPosture")));
  }

  private Optional<SshRule.Action> action(Fields fields) {
    String text = fields.text("action");
    return switch (text) {
      case "accept" -> Optional.of(SshRule.Action.ACCEPT);
      case "check" -> Optional.of(SshRule.Action.CHECK);
      case "" -> {
        scope.remarks().fault(fields.at("action"), "action must be specified");
        yield Optional.empty();
      }
      default -> {
        scope.remarks().fault(fields.at("action"), Quoted.of(text) + " is not a valid action");
        yield Optional.empty();
      }
    };
  }

  private List<SshUser> users(Fields fields) {
    List<JsonString> words = fields.strings("users");
    if (words.isEmpty()) {
      scope.remarks().fault(fields.at("users"), "users must be specified");
    }
    List<SshUser> users = new ArrayList<>();
    for (JsonString word : words) {
      try {
        users.add(user(word.value().strip()));
      } catch (Refusal refusal) {
        scope.remarks().fault(word.at(), refusal.what());
      }
    }
    return users;
  }

  /// Any word but those of a special form is a user's name, also one like `tag:foo` (recorded).
  private SshUser user(String text) throws Refusal {
    if (text.isEmpty() || text.equals("*")) {
      throw new Refusal("user " + Quoted.of(text) + " is not valid");
    }
    if (text.equals(AutoGroup.NONROOT.text())) {
      return new SshUser.NonRoot();
    }
    return text.startsWith(LOCALPART)
        ? new SshUser.Localpart(
            SelectorReader.associated(text.substring(LOCALPART.length()), scope.facts()))
        : new SshUser.Named(text);
  }

  /// A word that is no selector is worded here like one that is not admitted.
  private List<Selector> destinations(Fields fields) {
    return scope.selectors().read(fields.strings("dst"), Place.SSH_DESTINATION, "");
  }

  private List<String> acceptEnv(Fields fields) {
    List<String> patterns = new ArrayList<>();
    for (JsonString word : fields.strings("acceptEnv")) {
      if (word.value().isBlank()) {
        scope.remarks().fault(word.at(), "acceptEnv values cannot be empty");
      } else {
        patterns.add(word.value().strip());
      }
    }
    return patterns;
  }
}
