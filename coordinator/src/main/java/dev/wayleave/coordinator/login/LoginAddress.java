package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.settings.SettingsInForce;
import java.util.Optional;
import java.util.regex.Pattern;

/// The addresses of the pages on which a person lets a device in, whose path is Headscale's, or an
/// SSH session begin.
public final class LoginAddress {
  static final String PATH = "/register/";
  static final String SESSION_PATH = "/ssh/check/";

  private static final Pattern ID = Pattern.compile("[0-9a-f]{40}");

  private LoginAddress() {}

  static String of(SettingsInForce settings, String id) {
    return base(settings) + PATH + id;
  }

  /// Where a person decides on an SSH session.
  public static String ofSession(SettingsInForce settings, String id) {
    return base(settings) + SESSION_PATH + id;
  }

  /// The address of a path of this server.
  static String below(SettingsInForce settings, String path) {
    return base(settings) + path;
  }

  private static String base(SettingsInForce settings) {
    return settings.serverUrl().replaceAll("/+$", "");
  }

  /// The path of the page of what waits, up to its id.
  static String path(Waiting waiting) {
    return switch (waiting) {
      case WaitingDevice _ -> PATH;
      case WaitingSession _ -> SESSION_PATH;
    };
  }

  /// The login that an address names, by whatever name this server goes.
  static Optional<String> id(String url) {
    int at = url.lastIndexOf(PATH);
    return at < 0
        ? Optional.empty()
        : Optional.of(url.substring(at + PATH.length())).filter(LoginAddress::isId);
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }
}
