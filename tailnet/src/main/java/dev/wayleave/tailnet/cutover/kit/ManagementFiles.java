package dev.wayleave.tailnet.cutover.kit;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// The policy `LoginURL` for device management, and the settings of daemons and operators that are
/// configured by files.
///
/// A client writes the policy's value into its own settings, where it stays when the policy goes
/// (`reconcilePrefs` of 1.80 and 1.102), so the way back sets the old URL instead of removing it.
final class ManagementFiles {
  private ManagementFiles() {}

  static List<KitFile> of(KitRequest request) {
    List<KitFile> files = new ArrayList<>();
    for (Direction direction : Direction.values()) {
      String url = direction.to(request).text();
      String name = direction.label();
      files.add(KitFile.text("mdm/windows/" + name + ".reg", registry(url)));
      files.add(KitFile.text("mdm/apple/" + name + ".mobileconfig", profile(url)));
      files.add(KitFile.text("mdm/apple/" + name + "-ios-app-config.plist", appConfig(url)));
      files.add(KitFile.text("mdm/android/" + name + ".json", android(url)));
      files.add(KitFile.text("config-file/" + name + ".json", configFile(url)));
      files.add(KitFile.text("kubernetes/" + name + "-values.yaml", operator(url)));
    }
    return files;
  }

  private static String registry(String url) {
    return Scripts.windowsLines(
        """
        Windows Registry Editor Version 5.00

        [HKEY_LOCAL_MACHINE\\SOFTWARE\\Policies\\Tailscale]
        "LoginURL"=%s
        """
            .formatted(Quoting.registry(url)));
  }

  private static String profile(String url) {
    return plist(
        """
        <dict>
          <key>PayloadType</key><string>Configuration</string>
          <key>PayloadVersion</key><integer>1</integer>
          <key>PayloadIdentifier</key><string>dev.wayleave.cutover</string>
          <key>PayloadUUID</key><string>%s</string>
          <key>PayloadDisplayName</key><string>Tailscale control server</string>
          <key>PayloadScope</key><string>System</string>
          <key>PayloadContent</key>
          <array>
        %s%s  </array>
        </dict>
        """
            .formatted(
                // One identity for both directions: the later profile takes the earlier one's
                // place.
                uuid("profile"), payload("macsys", url), payload("macos", url)));
  }

  private static String payload(String variant, String url) {
    return """
        <dict>
          <key>PayloadType</key><string>io.tailscale.ipn.%1$s</string>
          <key>PayloadVersion</key><integer>1</integer>
          <key>PayloadIdentifier</key><string>dev.wayleave.cutover.%1$s</string>
          <key>PayloadUUID</key><string>%2$s</string>
          <key>LoginURL</key><string>%3$s</string>
        </dict>
    """
        .formatted(variant, uuid(variant), Quoting.xml(url));
  }

  private static String appConfig(String url) {
    return plist(
        """
        <dict>
          <key>LoginURL</key><string>%s</string>
        </dict>
        """
            .formatted(Quoting.xml(url)));
  }

  private static String plist(String content) {
    return """
    <?xml version="1.0" encoding="UTF-8"?>
    <!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
    <plist version="1.0">
    """
        + content
        + "</plist>\n";
  }

  private static String uuid(String of) {
    return UUID.nameUUIDFromBytes(("dev.wayleave.cutover." + of).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  private static String android(String url) {
    return Json.text(
        Json.object()
            .put("packageName", "com.tailscale.ipn")
            .set("managedConfiguration", Json.object().put("LoginURL", url)));
  }

  /// The fields of `ipn.ConfigVAlpha`; the daemon refuses a file with a field it does not know.
  private static String configFile(String url) {
    return Json.text(Json.object().put("version", "alpha0").put("ServerURL", url));
  }

  private static String operator(String url) {
    String hosted = url.equals(ControlUrl.HOSTED.text()) ? "" : url;
    return """
    # helm upgrade tailscale-operator tailscale/tailscale-operator --reuse-values -f THIS_FILE
    # The OAuth client is one of this side too. Put it into the Secret operator-oauth (client_id,
    # client_secret) before; it is not in this file.
    # The chart of 1.86 has this value, that of 1.80 has not, and Helm passes over what a chart does
    # not have: see that the new manifests hold OPERATOR_LOGIN_SERVER with this URL.
    loginServer: %s
    """
        .formatted(Quoting.yaml(hosted));
  }
}
