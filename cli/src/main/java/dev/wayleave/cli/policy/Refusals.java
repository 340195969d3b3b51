package dev.wayleave.cli.policy;

import dev.wayleave.api.Problem;
import dev.wayleave.api.client.ApiException;
import dev.wayleave.api.policy.FaultView;
import dev.wayleave.cli.terminal.Console;
import dev.wayleave.cli.terminal.SafeText;
import java.util.List;

/// What a coordinator has against a policy, one fault a line, as editors and compilers do.
final class Refusals {
  private Refusals() {}

  /// Prints the faults, or throws on what is not about the policy.
  ///
  /// @param name of the policy, as it is shown before a line number
  static void complain(Console console, String name, ApiException refused) throws ApiException {
    List<FaultView> faults = refused.problem().map(Refusals::faults).orElse(List.of());
    if (faults.isEmpty()) {
      throw refused;
    }
    for (FaultView fault : faults) {
      console
          .err()
          .println(
              SafeText.line(
                  "%s:%d:%d: %s".formatted(name, fault.line(), fault.column(), fault.message())));
    }
  }

  private static List<FaultView> faults(Problem problem) {
    List<FaultView> faults = problem.faults();
    return faults == null ? List.of() : faults;
  }
}
