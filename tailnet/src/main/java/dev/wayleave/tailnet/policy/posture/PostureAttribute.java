package dev.wayleave.tailnet.policy.posture;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// The attributes that the hosted service documents for every device.
public enum PostureAttribute {
  OS("node:os", Type.TEXT),
  OS_VERSION("node:osVersion", Type.VERSION),
  CLIENT_VERSION("node:tsVersion", Type.VERSION),
  /// Even minor versions of the client are `stable`.
  RELEASE_TRACK("node:tsReleaseTrack", Type.TEXT),
  AUTO_UPDATE("node:tsAutoUpdate", Type.FLAG),
  /// Known of clients since 1.86 only.
  STATE_ENCRYPTED("node:tsStateEncrypted", Type.FLAG);

  /// What an attribute holds.
  public enum Type {
    TEXT,
    VERSION,
    FLAG
  }

  private final String key;
  private final Type type;

  PostureAttribute(String key, Type type) {
    this.key = key;
    this.type = type;
  }

  public String key() {
    return key;
  }

  public Type type() {
    return type;
  }

  /// The documented values; empty where there is no closed list of them.
  public List<String> allowed() {
    return switch (this) {
      case OS ->
          List.of(
              "macos", "windows", "linux", "ios", "android", "freebsd", "openbsd", "illumos", "js");
      case RELEASE_TRACK -> List.of("stable", "unstable");
      case OS_VERSION, CLIENT_VERSION, AUTO_UPDATE, STATE_ENCRYPTED -> List.of();
    };
  }

  public static Optional<PostureAttribute> of(String key) {
    return Arrays.stream(values()).filter(attribute -> attribute.key.equals(key)).findFirst();
  }

  static boolean isVersion(String key) {
    return of(key).filter(attribute -> attribute.type == Type.VERSION).isPresent();
  }
}
