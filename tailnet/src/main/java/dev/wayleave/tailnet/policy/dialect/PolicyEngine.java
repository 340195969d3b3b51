package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.language.AutoGroup;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The policy engines of Headscale, by the first release that has them.
///
/// Read in its source: `acls.go` until 0.21, `hscontrol/acls.go` in 0.22, `hscontrol/policy` in
/// 0.23 to 0.25, `hscontrol/policy/v2` since 0.26. Differences of one engine to another are the
/// questions that the methods here answer.
public enum PolicyEngine {
  /// There are no policies; every node reaches every other.
  V0_2(0, "0.2"),
  /// Users are namespaces; tags never match, as they are compared without their prefix.
  V0_3(3, "0.3 to 0.13"),
  /// Tags are what a device asks for and its namespace owns.
  V0_14(14, "0.14 and 0.15"),
  /// `src`, `dst` and `proto` take the place of `users` and `ports`; tags can be given by hand.
  V0_16(16, "0.16 to 0.21"),
  /// An address stands for every address of the node that has it.
  V0_22(22, "0.22"),
  /// SSH rules keep to their destinations; `autogroup:internet` is there.
  V0_23(23, "0.23"),
  /// Users are named by provider identifier, e-mail address or name.
  V0_24(24, "0.24 and 0.25"),
  /// Users are written with an `@`; a policy without `acls` denies everything.
  V0_26(26, "0.26"),
  /// A policy without `acls` allows everything; `autogroup:member`, `tagged`, `self`, `nonroot`.
  V0_27(27, "0.27"),
  /// Tags are the node's alone, whatever the device asks for.
  V0_28(28, "0.28"),
  /// Follows the hosted control plane: `*` is the tailnet, an address is that address alone.
  V0_29(29, "0.29 and later");

  private static final Pattern RELEASE = Pattern.compile("v?0\\.(\\d{1,4})(?!\\d).*");

  private final int since;
  private final String releases;

  PolicyEngine(int since, String releases) {
    this.since = since;
    this.releases = releases;
  }

  /// The engine of a release as a database tells it, for example `0.29.2`. A range counts by its
  /// last release, which is the one that ran last if anyone upgraded.
  public static Optional<PolicyEngine> ofRelease(String release) {
    return of(release.substring(release.lastIndexOf(' ') + 1));
  }

  /// The engine of the first release of a range.
  public static Optional<PolicyEngine> ofFirstRelease(String release) {
    int end = release.indexOf(' ');
    return of(end < 0 ? release : release.substring(0, end));
  }

  private static Optional<PolicyEngine> of(String release) {
    Matcher matcher = RELEASE.matcher(release);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int minor = Integer.parseInt(matcher.group(1));
    PolicyEngine found = V0_2;
    for (PolicyEngine engine : values()) {
      found = engine.since <= minor ? engine : found;
    }
    return Optional.of(found);
  }

  /// For sentences: `0.24 and 0.25`.
  public String releases() {
    return releases;
  }

  boolean isSince(PolicyEngine other) {
    return compareTo(other) >= 0;
  }

  boolean isBefore(PolicyEngine other) {
    return compareTo(other) < 0;
  }

  /// How a word that is no group, tag, autogroup or `*` is looked up among the users.
  enum UserNames {
    /// By name alone.
    NAME,
    /// By provider identifier, else by e-mail address or name, as it is written.
    ANY,
    /// The same without an `@` at the end, and only if there is an `@`.
    WITH_AT
  }

  UserNames userNames() {
    return isBefore(V0_24) ? UserNames.NAME : isBefore(V0_26) ? UserNames.ANY : UserNames.WITH_AT;
  }

  /// Whether members of groups are normalised as user names once were: `oidc.strip_email_domain`.
  boolean normalisesGroupMembers() {
    return isSince(V0_14) && isBefore(V0_24);
  }

  /// What a policy means that has no rules at all.
  enum Default {
    ALLOW,
    DENY,
    /// Headscale does not start with it.
    NONE
  }

  /// What it means that there is neither `acls` nor `grants`.
  ///
  /// @param empty whether there are neither groups nor hosts either
  Default withoutRules(boolean empty) {
    return switch (this) {
      case V0_2, V0_27, V0_28, V0_29 -> Default.ALLOW;
      // The policy is not loaded, which is logged, and everything stays open.
      case V0_3, V0_14 -> empty ? Default.ALLOW : Default.DENY;
      case V0_16, V0_22, V0_23, V0_24 -> empty ? Default.NONE : Default.DENY;
      case V0_26 -> Default.DENY;
    };
  }

  /// Whether `*` as a source is every address, not only those of the tailnet.
  boolean everythingIsAnyAddress() {
    return isBefore(V0_29);
  }

  /// Which addresses an address or prefix stands for besides itself.
  enum Widening {
    NONE,
    /// All those of each node that has an address within it.
    NODES_WITHIN,
    /// All those of the node that has exactly the address before the slash.
    NODE_AT
  }

  Widening addresses() {
    return switch (this) {
      case V0_2, V0_3, V0_14, V0_16, V0_29 -> Widening.NONE;
      case V0_22, V0_23, V0_24, V0_26 -> Widening.NODES_WITHIN;
      case V0_27, V0_28 -> Widening.NODE_AT;
    };
  }

  Widening hosts() {
    return addresses() == Widening.NONE ? Widening.NONE : Widening.NODES_WITHIN;
  }

  /// Whether the address of a host without a length is taken as `/32`, of whichever family it is.
  boolean hostsAreSlash32() {
    return isBefore(V0_26);
  }

  /// Whether a group stands for the tagged devices of its members too.
  boolean groupsHoldTagged() {
    return isBefore(V0_26);
  }

  /// Whether a device has the tags that it asks for, where the policy lets its user give them.
  public boolean honoursRequestedTags() {
    return isBefore(V0_28);
  }

  /// Whether the engine knows the autogroup; one that it does not know stands for nobody.
  boolean has(AutoGroup group) {
    return switch (group) {
      case INTERNET -> isSince(V0_23);
      case MEMBER, TAGGED, SELF, NONROOT -> isSince(V0_27);
      case DANGER_ALL -> isSince(V0_29);
      case SHARED, OWNER, ADMIN, NETWORK_ADMIN, IT_ADMIN, BILLING_ADMIN, AUDITOR -> false;
    };
  }

  /// Whether SSH rules are in force. From 0.17 to 0.22 they are only in an experiment that an
  /// environment variable turns on.
  boolean hasSsh() {
    return isSince(V0_23);
  }

  /// Whether `check` makes the user log in again. Before, it only bounds the session.
  boolean checksSsh() {
    return isSince(V0_29);
  }

  /// Whether names that are not of the language make a policy invalid. Before, they are skipped.
  boolean refusesUnknownNames() {
    return isSince(V0_27);
  }

  /// Whether a section has an effect; what has none is skipped.
  boolean hasSection(String name) {
    return refusesUnknownNames()
        || switch (name.toLowerCase(Locale.ROOT)) {
          case "groups", "hosts", "tagowners", "acls" -> true;
          case "autoapprovers", "ssh" -> isSince(V0_16);
          default -> false;
        };
  }

  /// Whether a member of a rule of `acls` has an effect.
  boolean hasRuleMember(String name) {
    return refusesUnknownNames()
        || switch (name.toLowerCase(Locale.ROOT)) {
          case "action" -> true;
          case "users", "ports" -> isBefore(V0_16);
          case "src", "dst", "proto" -> isSince(V0_16);
          default -> false;
        };
  }

  /// Whether a member of a rule of `ssh` has an effect.
  boolean hasSshMember(String name) {
    return refusesUnknownNames()
        || switch (name.toLowerCase(Locale.ROOT)) {
          case "action", "src", "dst", "users", "checkperiod" -> true;
          default -> false;
        };
  }
}
