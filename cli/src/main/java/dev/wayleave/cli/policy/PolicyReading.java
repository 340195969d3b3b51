package dev.wayleave.cli.policy;

import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.PolicyFault;
import dev.wayleave.tailnet.policy.language.PolicyReader;
import dev.wayleave.tailnet.policy.language.Reading;
import dev.wayleave.tailnet.policy.language.TailnetFacts;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.PolicySyntaxException;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What came of reading a policy: its meaning and notes, or its faults.
///
/// The policy's own tests are not run here: a policy whose tests fail can be explained all the
/// same.
record PolicyReading(
    PolicyInput input, Optional<Policy> policy, List<PolicyFault> faults, List<PolicyFault> notes) {

  /// @param directory the tailnet; null where none is known
  static PolicyReading of(PolicyInput input, @Nullable Directory directory) {
    PolicyText text;
    try {
      text = PolicyText.parse(input.text());
    } catch (PolicySyntaxException e) {
      return refused(
          input, e.faults().stream().map(f -> new PolicyFault(f.at(), f.what())).toList());
    }
    if (!(text.root() instanceof JsonObject root)) {
      String message = "a policy is an object, and this is " + text.root().kind();
      return refused(input, List.of(new PolicyFault(text.root().at(), message)));
    }
    TailnetFacts facts =
        directory == null ? TailnetFacts.UNKNOWN : new TailnetFacts(directory.domains());
    return switch (PolicyReader.read(root, facts)) {
      case Reading.Refused(List<PolicyFault> faults) -> refused(input, faults);
      case Reading.Sound(Policy policy, List<PolicyFault> notes) ->
          new PolicyReading(input, Optional.of(policy), List.of(), notes);
    };
  }

  private static PolicyReading refused(PolicyInput input, List<PolicyFault> faults) {
    return new PolicyReading(input, Optional.empty(), faults, List.of());
  }

  /// Prints the faults, one a line, as editors and compilers do.
  void complain(Console console) {
    faults.forEach(fault -> console.err().println(line(fault)));
  }

  /// A place and what is there, for example `policy.hujson:12:8: message`.
  String line(PolicyFault fault) {
    return SafeText.line(
        "%s:%d:%d: %s"
            .formatted(input.name(), fault.at().line(), fault.at().column(), fault.message()));
  }
}
