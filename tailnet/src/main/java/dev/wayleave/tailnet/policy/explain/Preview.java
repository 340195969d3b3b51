package dev.wayleave.tailnet.policy.explain;

import dev.wayleave.tailnet.policy.TailnetPolicy;
import java.util.List;

/// What a user or a node gets from a policy.
///
/// @param reaches what they reach, rule by rule
/// @param reachedBy who reaches their devices, rule by rule
/// @param logins where they may log in over Tailscale SSH
/// @param loginsBy who may log in on their devices
/// @param attributes what their devices are told of themselves
public record Preview(
    String as,
    List<String> devices,
    List<Access> reaches,
    List<Access> reachedBy,
    List<Explanation.Login> logins,
    List<Explanation.Login> loginsBy,
    List<Attribute> attributes) {
  /// What one rule allows.
  ///
  /// @param by the router or exit node on the way; empty where there is none
  public record Access(RuleRef rule, String from, String to, String by, Reach reach) {}

  /// A capability of a device.
  ///
  /// @param values empty where the name says it all
  public record Attribute(String devices, String name, String values) {}

  public Preview {
    devices = List.copyOf(devices);
    reaches = List.copyOf(reaches);
    reachedBy = List.copyOf(reachedBy);
    logins = List.copyOf(logins);
    loginsBy = List.copyOf(loginsBy);
    attributes = List.copyOf(attributes);
  }

  /// Shows what a policy means for someone.
  ///
  /// @param text the policy as written, for the lines of its rules
  /// @param as a user or a node; a tag or a group too
  /// @throws PlaceException where the word names no device of the tailnet
  public static Preview of(TailnetPolicy policy, String text, String as) throws PlaceException {
    return new Previewer(policy, text, as).preview();
  }
}
