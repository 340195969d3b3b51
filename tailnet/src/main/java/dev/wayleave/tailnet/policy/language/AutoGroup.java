package dev.wayleave.tailnet.policy.language;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// The groups that every tailnet has without defining them.
public enum AutoGroup {
  /// Untagged devices of users who are members of the tailnet; once spelled `autogroup:members`.
  MEMBER,
  TAGGED,
  /// The devices of the source's own user.
  SELF,
  /// Everything that is reached through exit nodes.
  INTERNET,
  /// Every address, inside and outside the tailnet, as a source.
  DANGER_ALL,
  /// Devices that others share into the tailnet.
  SHARED,
  OWNER,
  ADMIN,
  NETWORK_ADMIN,
  IT_ADMIN,
  BILLING_ADMIN,
  AUDITOR,
  /// In `ssh` users: every local user but root.
  NONROOT;

  private static final String PREFIX = "autogroup:";

  public String text() {
    return PREFIX + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// Whether it stands for the users who have a role.
  public boolean isRole() {
    return switch (this) {
      case OWNER, ADMIN, NETWORK_ADMIN, IT_ADMIN, BILLING_ADMIN, AUDITOR -> true;
      case MEMBER, TAGGED, SELF, INTERNET, DANGER_ALL, SHARED, NONROOT -> false;
    };
  }

  /// The group of that spelling, `autogroup:members` included.
  public static Optional<AutoGroup> of(String text) {
    String name = text.equals("autogroup:members") ? "autogroup:member" : text;
    return Arrays.stream(values()).filter(g -> g.text().equals(name)).findFirst();
  }
}
