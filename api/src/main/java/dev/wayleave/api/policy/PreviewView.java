package dev.wayleave.api.policy;

import java.util.List;

/// What someone gets from a policy.
///
/// @param reaches what they reach, rule by rule
/// @param reachedBy who reaches their devices, rule by rule
/// @param logins where they may log in over Tailscale SSH
/// @param loginsBy who may log in on their devices
/// @param attributes what their devices are told of themselves
/// @param more how many entries the lists had beyond what is given
public record PreviewView(
    String as,
    List<String> devices,
    List<AccessView> reaches,
    List<AccessView> reachedBy,
    List<LoginView> logins,
    List<LoginView> loginsBy,
    List<Attribute> attributes,
    long more) {
  /// A capability of devices.
  ///
  /// @param values empty where the name says it all
  public record Attribute(String devices, String name, String values) {}

  public PreviewView {
    devices = List.copyOf(devices);
    reaches = List.copyOf(reaches);
    reachedBy = List.copyOf(reachedBy);
    logins = List.copyOf(logins);
    loginsBy = List.copyOf(loginsBy);
    attributes = List.copyOf(attributes);
  }
}
