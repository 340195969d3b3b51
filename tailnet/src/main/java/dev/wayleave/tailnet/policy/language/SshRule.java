package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Position;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One entry of `ssh`.
///
/// @param name where it stands, for example `ssh[0]`
/// @param checkPeriod how long a check holds; zero for `always`, null where none is given
/// @param recorders the nodes that record sessions, by the selectors of `recorder`
/// @param enforceRecorder whether a session ends where no recorder can be reached
public record SshRule(
    String name,
    Position at,
    Action action,
    List<Selector> sources,
    List<Selector> destinations,
    List<SshUser> users,
    @Nullable Duration checkPeriod,
    List<String> acceptEnv,
    List<Selector> recorders,
    boolean enforceRecorder,
    List<String> postures) {
  /// What happens to a session that the rule matches.
  public enum Action {
    ACCEPT,
    /// The user proves again who they are.
    CHECK
  }

  public SshRule {
    sources = List.copyOf(sources);
    destinations = List.copyOf(destinations);
    users = List.copyOf(users);
    acceptEnv = List.copyOf(acceptEnv);
    recorders = List.copyOf(recorders);
    postures = List.copyOf(postures);
  }
}
