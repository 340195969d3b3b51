package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.policy.CheckView;
import dev.wayleave.api.policy.FaultView;
import dev.wayleave.api.policy.TestFailureView;
import dev.wayleave.coordinator.oidc.Providers;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.check.TestFailure;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.PolicyFault;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Says whether a text may be the policy of the tailnet as it is now.
@Singleton
final class PolicyJudge {
  /// More are no help to a person, and a hostile text could ask for a million.
  private static final int MOST_FAULTS = 100;

  private final TailnetState state;
  private final PolicyWork work;
  private final PolicyTags tags;
  private final Providers providers;

  PolicyJudge(TailnetState state, PolicyWork work, PolicyTags tags, Providers providers) {
    this.providers = providers;
    this.state = state;
    this.work = work;
    this.tags = tags;
  }

  /// The text where it is accepted; fails with the problem where it is refused.
  Uni<String> accepted(Supplier<String> text) {
    return work.run(() -> {
      String judged = text.get();
      if (!StandardCharsets.UTF_8.newEncoder().canEncode(judged)) {
        throw new BadInputException(
            "The policy holds half a surrogate pair, which is no character.");
      }
      CheckView view = check(judged);
      if (!view.accepted()) {
        throw PolicyProblems.unusable(view);
      }
      return judged;
    });
  }

  /// Works it out on this thread.
  CheckView check(String text) {
    return switch (PolicyGate.judge(text, directory())) {
      case Verdict.Accepted accepted ->
          new CheckView(true, null, List.of(), List.of(), views(accepted.notes()), tags.of(text));
      case Verdict.Refused refused -> refused(refused);
    };
  }

  /// The providers of the configuration file keep groups too.
  private Directory directory() {
    return Directory.of(
        state.image(), providers.enabled().stream().map(Providers.Configured::provider).toList());
  }

  /// What a text means on a directory, its own tests aside; throws where it means nothing.
  static Policy read(String text, Directory directory) {
    return switch (PolicyGate.read(text, directory)) {
      case Verdict.Accepted accepted -> accepted.policy();
      case Verdict.Refused refused -> throw PolicyProblems.unusable(refused(refused));
    };
  }

  private static CheckView refused(Verdict.Refused refused) {
    return new CheckView(
        false,
        refused.message(),
        views(refused.faults()),
        failures(refused.failures()),
        List.of(),
        null);
  }

  /// One for each test that fails, as the hosted service lists them.
  static List<TestFailureView> failures(List<TestFailure> failures) {
    Map<String, TestFailureView> byTest = new LinkedHashMap<>();
    for (TestFailure failure : failures) {
      byTest.merge(
          failure.test(),
          new TestFailureView(failure.source(), List.of(failure.sentence())),
          PolicyJudge::both);
    }
    return byTest.values().stream().limit(MOST_FAULTS).toList();
  }

  private static TestFailureView both(TestFailureView one, TestFailureView other) {
    if (one.errors().size() >= MOST_FAULTS) {
      return one;
    }
    List<String> errors = new ArrayList<>(one.errors());
    errors.addAll(other.errors());
    return new TestFailureView(one.user(), errors);
  }

  private static List<FaultView> views(List<PolicyFault> faults) {
    return faults.stream()
        .limit(MOST_FAULTS)
        .map(fault -> new FaultView(fault.at().line(), fault.at().column(), fault.message()))
        .toList();
  }
}
