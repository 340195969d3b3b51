package dev.wayleave.importers.tailscale.shape;

/// Members of a device object that the API does not have, for what other kinds of export know.
///
/// A reader that does not know them keeps them, as it keeps every unknown member.
public final class DeviceMembers {
  /// The disco key, `discokey:` and 64 hex digits.
  public static final String DISCO_KEY = "x-wayleave-discoKey";

  /// The id of the DERP region that is the device's home, a number.
  public static final String HOME_DERP = "x-wayleave-homeDerp";

  /// Where the device was last reached, a list of `ip:port`.
  public static final String ENDPOINTS = "x-wayleave-endpoints";

  /// Columns of a table that no member of the API holds, by their heading.
  public static final String COLUMNS = "x-wayleave-columns";

  /// What a member knows of the device's system, as the device tells it.
  public static final String HOSTINFO = "x-wayleave-hostinfo";

  private DeviceMembers() {}
}
