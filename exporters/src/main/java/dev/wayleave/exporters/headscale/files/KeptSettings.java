package dev.wayleave.exporters.headscale.files;

import dev.wayleave.tailnet.inventory.Finding;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The settings that the inventory keeps by their keys: those that the release reads come back as
/// they were, the others are told of.
final class KeptSettings {
  /// Settings whose meaning is written in another way, or whose time is over in every release that
  /// can be written.
  private static final Set<String> ELSEWHERE =
      Set.of(
          "dns.extra_records",
          "derp_map_path",
          "dns.use_username_in_magic_dns",
          "oidc.strip_email_domain",
          "oidc.map_legacy_users",
          "oidc.domain_map");

  private final Draft draft;

  KeptSettings(Draft draft) {
    this.draft = draft;
  }

  void write() {
    List<String> dropped = new ArrayList<>();
    for (Map.Entry<String, String> setting :
        draft.source().entrySet().stream().sorted(Map.Entry.comparingByKey()).toList()) {
      String key = setting.getKey();
      ConfigKeys.find(key, draft.release())
          .ifPresentOrElse(
              known -> draft.set(key, value(known, setting.getValue())),
              () -> {
                if (!tellOf(key, setting.getValue()) && !ELSEWHERE.contains(key)) {
                  dropped.add(key);
                }
              });
    }
    if (!dropped.isEmpty()) {
      draft.add(
          Finding.info(
              "CONFIG_KEYS_NOT_OF_RELEASE",
              "configuration config.yaml",
              "Headscale "
                  + draft.release().label()
                  + " does not read these settings, which are not written: "
                  + String.join(", ", dropped)
                  + ".",
              "Nothing."));
    }
  }

  private static ConfigValue value(ConfigKey key, String text) {
    return switch (key.form()) {
      case WORDS -> ConfigValue.of(words(text));
      case TEXT, FLAG, NUMBER, MAP -> ConfigValue.of(text);
    };
  }

  /// `[a, b]`, or words between blanks.
  static List<String> words(String text) {
    boolean list = text.startsWith("[") && text.endsWith("]");
    String inner = list ? text.substring(1, text.length() - 1) : text;
    if (inner.isBlank()) {
      return List.of();
    }
    return List.of(inner.strip().split(list ? ", " : "\\s+"));
  }

  /// Tells of a setting that the release does not have and whose absence may change something.
  ///
  /// @return whether the setting is one of those
  private boolean tellOf(String key, String value) {
    return switch (key) {
      case "randomize_client_port" -> {
        if (isOn(value)) {
          draft.action(
              "RANDOMIZE_CLIENT_PORT",
              key,
              "Clients are told to use random ports, which for "
                  + headscale()
                  + " the policy says.",
              "Write \"randomizeClientPort\": true at the top of the policy, if it is not there.");
        }
        yield true;
      }
      case "taildrop.enabled" -> {
        if (!isOn(value)) {
          withoutSwitch(
              "TAILDROP_ALWAYS_ON",
              key,
              "Taildrop is off; in " + headscale() + " it is always on.");
        }
        yield true;
      }
      case "auto_update.enabled" -> {
        if (isOn(value)) {
          withoutSwitch(
              "AUTO_UPDATE_UNKNOWN",
              key,
              "Clients are told to update themselves, which " + headscale() + " cannot say.");
        }
        yield true;
      }
      case "trusted_proxies" -> {
        if (!words(value).isEmpty()) {
          proxies(key);
        }
        yield true;
      }
      case "device_approval" -> {
        if (isOn(value)) {
          draft.lossy(
              "DEVICE_APPROVAL_UNKNOWN",
              key,
              "New devices wait for an administrator; in "
                  + headscale()
                  + " whoever may log in brings any device.",
              "Accept that, or take logins away from whom you do not trust with it.");
        }
        yield true;
      }
      case "user_approval" -> {
        if (isOn(value)) {
          draft.lossy(
              "USER_APPROVAL_UNKNOWN",
              key,
              "New users wait for an administrator; in "
                  + headscale()
                  + " whoever may log in is a user at once.",
              "Accept that, or say at the identity provider who may log in.");
        }
        yield true;
      }
      // Written with the section that it belongs to.
      case "derp.server.verify_clients" -> true;
      default -> false;
    };
  }

  private String headscale() {
    return "Headscale " + draft.release().label();
  }

  private static boolean isOn(String value) {
    return value.equals("true");
  }

  private void withoutSwitch(String code, String key, String what) {
    draft.lossy(code, key, what, "Accept that, or write a newer release.");
  }

  private void proxies(String key) {
    draft.action(
        "TRUSTED_PROXIES_UNKNOWN",
        key,
        "Only some proxies are believed about the addresses of clients; "
            + headscale()
            + " believes everybody.",
        "Let nothing but the proxy reach the server.");
  }
}
