package dev.wayleave.importers.tailscale;

/// A section that the API did not tell.
///
/// @param object the device's `nodeId` for a section per device, else empty
/// @param status the HTTP status; 0 where nobody asked
/// @param message what the API said, shortened, without markup
public record NotRead(Section section, String object, int status, String message) {
  private static final int NOT_IMPLEMENTED = 501;

  /// An error of the plane that another day may not have; what it told before still holds.
  public boolean mayPass() {
    return mayPass(status);
  }

  public static boolean mayPass(int status) {
    return status / 100 == 5 && status != NOT_IMPLEMENTED;
  }
}
