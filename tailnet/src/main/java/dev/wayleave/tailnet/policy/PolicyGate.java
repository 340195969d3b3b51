package dev.wayleave.tailnet.policy;

import dev.wayleave.tailnet.policy.attribute.DevicePostures;
import dev.wayleave.tailnet.policy.check.PolicyTests;
import dev.wayleave.tailnet.policy.check.TestFailure;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.PolicyFault;
import dev.wayleave.tailnet.policy.language.PolicyReader;
import dev.wayleave.tailnet.policy.language.Reading;
import dev.wayleave.tailnet.policy.language.TailnetFacts;
import dev.wayleave.tailnet.policy.posture.DeviceFacts;
import dev.wayleave.tailnet.policy.posture.Postures;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/// Judges policies: syntax first, then meaning, then the policy's own tests.
public final class PolicyGate {
  private PolicyGate() {}

  /// Judges a text as the policy of a tailnet.
  public static Verdict judge(String text, Directory directory) {
    return switch (read(text, directory)) {
      case Verdict.Refused refused -> refused;
      case Verdict.Accepted accepted -> {
        List<TestFailure> failures = failures(accepted.policy(), directory);
        yield failures.isEmpty() ? accepted : failed(failures);
      }
    };
  }

  /// The same without the policy's own tests: whether the text means anything on a tailnet.
  public static Verdict read(String text, Directory directory) {
    return read(text, directory, new TailnetFacts(directory.domains(), directory.groups()));
  }

  /// The same for a text that was taken before: a group that no provider is mapped to any more has
  /// nobody in it, where a text that is new would be refused.
  public static Verdict readAgain(String text, Directory directory) {
    return read(text, directory, new TailnetFacts(directory.domains(), null));
  }

  private static Verdict read(String text, Directory directory, TailnetFacts facts) {
    PolicyText parsed;
    try {
      parsed = PolicyText.parse(text);
    } catch (PolicySyntaxException e) {
      return refused(e);
    }
    if (!(parsed.root() instanceof JsonObject root)) {
      return notAnObject(parsed.root());
    }
    return switch (PolicyReader.read(root, facts)) {
      case Reading.Refused(List<PolicyFault> faults) -> refused(faults);
      case Reading.Sound(Policy policy, List<PolicyFault> notes) ->
          new Verdict.Accepted(
              parsed,
              policy,
              Stream.concat(notes.stream(), PolicyNotes.of(root, policy, directory).stream())
                  .sorted(Comparator.comparing(PolicyFault::at))
                  .toList());
    };
  }

  /// What fails of a policy's own tests on a tailnet; empty where all is well.
  public static List<TestFailure> failures(Policy policy, Directory directory) {
    return failures(policy, policy, directory);
  }

  /// What fails of the tests of one policy under the rules of another that takes its place.
  ///
  /// @param stated the policy whose tests these are
  public static List<TestFailure> failures(Policy stated, Policy policy, Directory directory) {
    Postures postures = DevicePostures.ofDevices(policy).postures();
    return PolicyTests.run(
        stated,
        new Resolver(policy, directory),
        (names, facts) -> postures.admits(names, DeviceFacts.stated(facts)).admits());
  }

  private static Verdict failed(List<TestFailure> failures) {
    List<PolicyFault> faults =
        failures.stream()
            .map(failure ->
                new PolicyFault(failure.at(), failure.test() + ": " + failure.sentence()))
            .toList();
    return new Verdict.Refused(TestFailure.MESSAGE, faults, failures);
  }

  private static Verdict refused(PolicySyntaxException e) {
    List<PolicyFault> faults =
        e.faults().stream().map(fault -> new PolicyFault(fault.at(), fault.what())).toList();
    return refused(faults);
  }

  private static Verdict refused(List<PolicyFault> faults) {
    return new Verdict.Refused(faults.getFirst().message(), faults, List.of());
  }

  private static Verdict notAnObject(Json root) {
    String message = "a policy is an object, this is " + root.kind();
    return refused(List.of(new PolicyFault(root.at(), message)));
  }
}
