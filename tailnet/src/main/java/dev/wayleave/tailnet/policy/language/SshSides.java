package dev.wayleave.tailnet.policy.language;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Which sources an `ssh` rule may have for its destinations.
///
/// A user's own devices are reached by that user alone: by their login on both sides, or by
/// `autogroup:self`, which asks for sources that are people.
final class SshSides {
  private final List<Selector> sources;
  private final Optional<Selector> tagged;

  /// The login of all sources; empty where they are not one user.
  private final Optional<String> sole;

  private SshSides(List<Selector> sources) {
    this.sources = sources;
    this.tagged = sources.stream().filter(SshSides::isTagged).findFirst();
    List<Optional<String>> logins = sources.stream().map(SshSides::login).distinct().toList();
    this.sole = logins.size() == 1 ? logins.getFirst() : Optional.empty();
  }

  static void check(List<Selector> sources, List<Selector> destinations, Remarks remarks) {
    SshSides sides = new SshSides(sources);
    for (Selector destination : destinations) {
      Optional<Selector> stranger = sides.strangerTo(destination);
      if (stranger.isPresent()) {
        remarks.fault(
            destination.at(),
            "invalid dst "
                + Quoted.of(destination.text())
                + ": "
                + Quoted.of(stranger.get().text())
                + " in src may not log in to devices of users");
        return;
      }
    }
  }

  /// A source that may not log in to the destination.
  private Optional<Selector> strangerTo(Selector destination) {
    return switch (destination) {
      case Selector.Login _ -> strangerTo(login(destination));
      case Selector.Auto(_, AutoGroup group) ->
          group == AutoGroup.TAGGED ? Optional.empty() : tagged;
      case Selector.Everything _,
          Selector.Domain _,
          Selector.Group _,
          Selector.Tag _,
          Selector.Host _,
          Selector.Address _,
          Selector.IpSet _,
          Selector.Service _ ->
          Optional.empty();
    };
  }

  private Optional<Selector> strangerTo(Optional<String> owner) {
    return sole.isPresent() && sole.equals(owner)
        ? Optional.empty()
        : sources.stream().filter(source -> !login(source).equals(owner)).findFirst();
  }

  private static Optional<String> login(Selector selector) {
    return selector instanceof Selector.Login(_, String login)
        ? Optional.of(login.toLowerCase(Locale.ROOT))
        : Optional.empty();
  }

  private static boolean isTagged(Selector source) {
    return source instanceof Selector.Tag
        || (source instanceof Selector.Auto(_, AutoGroup group) && group == AutoGroup.TAGGED);
  }
}
