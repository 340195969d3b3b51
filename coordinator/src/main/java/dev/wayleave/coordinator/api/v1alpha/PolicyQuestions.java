package dev.wayleave.coordinator.api.v1alpha;

import dev.wayleave.api.policy.DiffView;
import dev.wayleave.api.policy.ExplainView;
import dev.wayleave.api.policy.PreviewView;
import dev.wayleave.api.policy.TestFailureView;
import dev.wayleave.api.policy.TestView;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.TailnetPolicy;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.explain.Explanation;
import dev.wayleave.tailnet.policy.explain.PlaceException;
import dev.wayleave.tailnet.policy.explain.Preview;
import dev.wayleave.tailnet.policy.explain.ReachabilityDiff;
import dev.wayleave.tailnet.policy.language.Policy;
import java.util.List;

/// Works out what policies come to on an image, on the thread that asks.
final class PolicyQuestions {
  private PolicyQuestions() {}

  static TestView test(Tailnet image, String text) {
    Directory directory = Directory.of(image);
    Policy policy = PolicyJudge.read(text, directory);
    List<TestFailureView> failures = PolicyJudge.failures(PolicyGate.failures(policy, directory));
    return new TestView(
        failures.isEmpty(), policy.tests().size() + policy.sshTests().size(), failures);
  }

  static ExplainView explain(
      Tailnet image, String text, String source, String destination, boolean ssh) {
    try {
      return PolicyQuestionViews.explanation(
          Explanation.of(on(Directory.of(image), text), text, source, destination, ssh));
    } catch (PlaceException e) {
      throw notThere(e);
    }
  }

  static PreviewView preview(Tailnet image, String text, String as) {
    try {
      return PolicyQuestionViews.preview(Preview.of(on(Directory.of(image), text), text, as));
    } catch (PlaceException e) {
      throw notThere(e);
    }
  }

  static DiffView diff(Tailnet image, String before, String after) {
    Directory directory = Directory.of(image);
    return PolicyQuestionViews.diff(
        ReachabilityDiff.between(
            on(directory, before), on(directory, after), ReachabilityDiff.LIMIT));
  }

  private static TailnetPolicy on(Directory directory, String text) {
    return TailnetPolicy.of(PolicyJudge.read(text, directory), directory);
  }

  private static BadInputException notThere(PlaceException e) {
    return new BadInputException(String.valueOf(e.getMessage()));
  }
}
