package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.TailnetPolicy;
import java.util.List;

/// Why something reaches something else, or why it does not.
///
/// @param question the ports that were asked about, for example `tcp 22`
/// @param sources the names of the source's devices
/// @param destinations the names of the destination's devices, or its addresses
/// @param ways the rules that allow it
/// @param logins the entries of `ssh` that let sessions begin, where that was asked
/// @param nearest what came nearest where something is not allowed, one sentence each
public record Explanation(
    String source,
    String destination,
    String question,
    List<String> sources,
    List<String> destinations,
    Answer answer,
    List<Way> ways,
    List<Login> logins,
    List<String> nearest) {
  /// Whether the source reaches the destination.
  public enum Answer {
    ALLOWED,
    /// Some of the source's devices reach some of the destination's, and others do not.
    PARTLY,
    DENIED
  }

  /// A rule that allows something.
  ///
  /// @param from which of the source's devices
  /// @param to which of the destination's devices, or which addresses
  /// @param by the router or exit node on the way; empty where the destination itself answers
  /// @param reach what the rule allows there
  public record Way(RuleRef rule, String from, String to, String by, Reach reach) {}

  /// An entry of `ssh` that lets sessions begin.
  ///
  /// @param how as whom, for example `as root, after a check every 12 h`
  public record Login(RuleRef rule, String from, String to, String how) {}

  public Explanation {
    sources = List.copyOf(sources);
    destinations = List.copyOf(destinations);
    ways = List.copyOf(ways);
    logins = List.copyOf(logins);
    nearest = List.copyOf(nearest);
  }

  /// Explains why a source reaches a destination.
  ///
  /// @param text the policy as written, for the lines of its rules
  /// @param source a node, address, login, tag, group, host or subnet
  /// @param destination the same, with `:PORT` after it and `tcp:` or `udp:` before it where wanted
  /// @param ssh whether logins are asked about whatever the port
  /// @throws PlaceException where a word names nothing on the tailnet
  public static Explanation of(
      TailnetPolicy policy, String text, String source, String destination, boolean ssh)
      throws PlaceException {
    return new Explainer(policy, text, source, destination).explain(ssh);
  }
}
