package dev.wayleave.tailnet.cutover;

import dev.wayleave.tailnet.model.IpAddress;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.directory.Device;
import dev.wayleave.tailnet.policy.ssh.SshAction;
import dev.wayleave.tailnet.policy.ssh.SshCompiler;
import dev.wayleave.tailnet.policy.ssh.SshFilterRule;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Compares who may log in to nodes over SSH with who might.
final class LoginShadow {
  private static final int NAMED = 5;

  private final Map<Long, List<RunningState.Login>> running;
  private final TailnetPolicy policy;
  private final Causes causes;

  LoginShadow(Map<Long, List<RunningState.Login>> running, TailnetPolicy policy, Causes causes) {
    this.running = running;
    this.policy = policy;
    this.causes = causes;
  }

  List<Difference> differences() {
    SshCompiler ssh = policy.ssh("https://unused");
    List<Difference> found = new ArrayList<>();
    for (Device device : policy.directory().devices()) {
      List<RunningState.Login> there = running.get(device.id().value());
      if (there != null) {
        Map<String, String> before = byQuestion(there);
        Map<String, String> after = byQuestion(spread(ssh.rulesFor(device)));
        if (!before.equals(after)) {
          found.add(difference(device, before, after));
        }
      }
    }
    return found;
  }

  /// The first rule that fits decides.
  private static Map<String, String> byQuestion(List<RunningState.Login> logins) {
    Map<String, String> decided = new LinkedHashMap<>();
    for (RunningState.Login login : logins) {
      decided.putIfAbsent(
          login.source() + " as " + (login.user().equals("*") ? "any user" : login.user()),
          login.action() + (login.becomes().equals("=") ? "" : " to become " + login.becomes()));
    }
    // A user who is explicitly nobody is as good as one who is not mentioned.
    decided.values().removeIf(action -> action.endsWith("become "));
    return decided;
  }

  private static List<RunningState.Login> spread(List<SshFilterRule> rules) {
    List<RunningState.Login> logins = new ArrayList<>();
    for (SshFilterRule rule : rules) {
      for (IpAddress source : rule.principals()) {
        rule.sshUsers()
            .forEach((user, becomes) ->
                logins.add(
                    new RunningState.Login(source.text(), user, becomes, name(rule.action()))));
      }
    }
    return logins;
  }

  private static String name(SshAction action) {
    return switch (action) {
      case SshAction.Accept _ -> "accept";
      case SshAction.Check _ -> "check";
      case SshAction.Reject _ -> "reject";
    };
  }

  private Difference difference(
      Device device, Map<String, String> before, Map<String, String> after) {
    Causes.Cause cause = causes.ofLogins();
    return new Difference(
        Difference.Part.SSH,
        Causes.label(device),
        only(before, after),
        only(after, before),
        cause.sentence(),
        cause.noticed());
  }

  private static String only(Map<String, String> one, Map<String, String> other) {
    TreeSet<String> texts = new TreeSet<>();
    one.forEach((question, action) -> {
      if (!action.equals(other.get(question))) {
        texts.add(question + ": " + action);
      }
    });
    if (texts.isEmpty()) {
      return "nothing more";
    }
    String shown = texts.stream().limit(NAMED).collect(Collectors.joining("; "));
    return texts.size() > NAMED ? shown + " and " + (texts.size() - NAMED) + " more" : shown;
  }
}
