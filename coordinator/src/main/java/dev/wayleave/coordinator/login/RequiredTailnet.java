package dev.wayleave.coordinator.login;

import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.Refusal;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;

/// The tailnet that the management of a device lets it join (`RegisterRequest.Tailnet`, which
/// clients take from the system policy `Tailnet`).
///
/// A bare name is a recommendation, for servers with several tailnets. After `required:` it is the
/// only one; here that is the base domain or the host of the server URL.
final class RequiredTailnet {
  private static final String REQUIRED = "required:";

  private RequiredTailnet() {}

  /// Why a device may not log in here.
  static Optional<Refusal> refusal(String asked, SettingsInForce settings) {
    if (!asked.startsWith(REQUIRED)) {
      return Optional.empty();
    }
    String wanted = plain(asked.substring(REQUIRED.length()));
    String base = plain(settings.dns().baseDomain());
    boolean here =
        !wanted.isEmpty()
            && (wanted.equals(base) || wanted.equals(plain(host(settings.serverUrl()))));
    return here
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                Refusal.Reason.INVALID,
                "this device may join the tailnet \"%s\" alone, and this is \"%s\"; see to its system policy Tailnet or its login server"
                    .formatted(shown(wanted), base)));
  }

  private static String host(String serverUrl) {
    String host = URI.create(serverUrl).getHost();
    return host == null ? "" : host;
  }

  private static String plain(String name) {
    String lower = name.strip().toLowerCase(Locale.ROOT);
    return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
  }

  /// What a stranger sent, on one line of bounded length.
  private static String shown(String text) {
    String clean = text.replaceAll("\\p{Cntrl}", "");
    return clean.length() > RegistrationReader.LONGEST_LINE
        ? clean.substring(0, RegistrationReader.LONGEST_LINE)
        : clean;
  }
}
