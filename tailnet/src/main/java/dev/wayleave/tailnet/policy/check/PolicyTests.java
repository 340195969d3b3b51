package dev.wayleave.tailnet.policy.check;

import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.PolicyTest;
import dev.wayleave.tailnet.policy.language.SshTest;
import dev.wayleave.tailnet.policy.ssh.SshCompiler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/// Carries out the sections `tests` and `sshTests` of a policy on a tailnet.
public final class PolicyTests {
  private final Resolver resolver;
  private final Subjects subjects;
  private final BiPredicate<List<String>, Map<String, String>> postures;

  /// The rules as they are for a source with certain facts, by those facts.
  private final Map<Map<String, String>, Reachability> access = new HashMap<>();

  private final Map<Map<String, String>, SshCompiler> logins = new HashMap<>();

  private PolicyTests(Resolver resolver, BiPredicate<List<String>, Map<String, String>> postures) {
    this.resolver = resolver;
    this.subjects = new Subjects(resolver);
    this.postures = postures;
  }

  /// Runs every test, first `tests`, then `sshTests`.
  ///
  /// @param postures whether a device of the given facts satisfies one of the named postures. A
  ///   source has the facts that its test states (`srcPostureAttrs`), and no others
  /// @return what failed, in the order of the policy; empty where all is well
  public static List<TestFailure> run(
      Resolver resolver, BiPredicate<List<String>, Map<String, String>> postures) {
    return run(resolver.policy(), resolver, postures);
  }

  /// Runs the tests of one policy on the rules of another.
  ///
  /// @param stated the policy whose tests these are
  public static List<TestFailure> run(
      Policy stated, Resolver resolver, BiPredicate<List<String>, Map<String, String>> postures) {
    PolicyTests tests = new PolicyTests(resolver, postures);
    List<TestFailure> failures = new ArrayList<>();
    stated.tests().forEach(test -> failures.addAll(tests.run(test)));
    stated.sshTests().forEach(test -> failures.addAll(tests.run(test)));
    return List.copyOf(failures);
  }

  private List<TestFailure> run(PolicyTest test) {
    Reachability reachability =
        access.computeIfAbsent(
            test.postureAttributes(),
            facts -> Reachability.fromFacts(resolver, names -> postures.test(names, facts)));
    return new NetworkTest(test, subjects, reachability).failures();
  }

  private List<TestFailure> run(SshTest test) {
    SshCompiler rules =
        logins.computeIfAbsent(
            test.postureAttributes(),
            facts ->
                // The URL of a check plays no part in a verdict.
                new SshCompiler(resolver, "", (names, source) -> postures.test(names, facts)));
    return new LoginTest(test, subjects, resolver.directory(), rules).failures();
  }
}
