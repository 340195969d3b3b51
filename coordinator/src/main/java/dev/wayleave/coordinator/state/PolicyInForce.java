package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.PolicyVersion;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.policy.PolicyGate;
import dev.wayleave.tailnet.policy.Verdict;
import dev.wayleave.tailnet.policy.directory.Directory;
import dev.wayleave.tailnet.policy.directory.Resolver;
import dev.wayleave.tailnet.policy.language.Policy;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The policy of an image, read once for each text.
public final class PolicyInForce {
  private static final Logger LOG = Logger.getLogger(PolicyInForce.class);

  /// What holds where no policy is set: every node reaches every other, as on the hosted service.
  private static final String NO_POLICY = "{}";

  /// What holds where the text in use means nothing: nobody is let in anywhere.
  private static final String NOTHING = "{\"acls\": [], \"grants\": []}";

  private record Read(@Nullable PolicyVersion version, Policy policy) {}

  private final AtomicReference<@Nullable Read> last = new AtomicReference<>();

  /// The policy that is in force on an image.
  public Policy of(Tailnet image) {
    Read known = last.get();
    return known != null && isSame(known.version(), image.policyInUse().orElse(null))
        ? known.policy()
        : of(image, Directory.of(image));
  }

  /// The same, for whoever has the directory of the image already.
  public Policy of(Tailnet image, Directory directory) {
    PolicyVersion version = image.policyInUse().orElse(null);
    Read known = last.get();
    if (known != null && isSame(known.version(), version)) {
      return known.policy();
    }
    Policy policy = read(version, directory);
    last.set(new Read(version, policy));
    return policy;
  }

  /// Who is meant by what in the policy of an image; as dear as the image is large, so only for
  /// decisions that need it.
  public Resolver resolver(Tailnet image) {
    Directory directory = Directory.of(image);
    return new Resolver(of(image, directory), directory);
  }

  private static boolean isSame(@Nullable PolicyVersion one, @Nullable PolicyVersion other) {
    if (one == null || other == null) {
      return Objects.equals(one, other);
    }
    return one.id().equals(other.id()) && one.text().equals(other.text());
  }

  private static Policy read(@Nullable PolicyVersion version, Directory directory) {
    String text = version == null || version.text().isBlank() ? NO_POLICY : version.text();
    return switch (PolicyGate.readAgain(text, directory)) {
      case Verdict.Accepted accepted -> accepted.policy();
      case Verdict.Refused refused -> {
        LOG.errorf(
            "The policy in use means nothing on this tailnet, so nobody is let in: %s; set another.",
            refused.message());
        yield sound(NOTHING, directory);
      }
    };
  }

  private static Policy sound(String text, Directory directory) {
    return switch (PolicyGate.read(text, directory)) {
      case Verdict.Accepted accepted -> accepted.policy();
      case Verdict.Refused refused -> throw new AssertionError(refused.message());
    };
  }
}
