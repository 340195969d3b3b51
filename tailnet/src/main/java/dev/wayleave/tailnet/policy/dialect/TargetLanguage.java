package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.address.AddressRange;
import dev.wayleave.tailnet.policy.language.AutoGroup;
import dev.wayleave.tailnet.policy.language.Policy;
import dev.wayleave.tailnet.policy.language.Selector;
import dev.wayleave.tailnet.policy.language.SelectorReader;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What an engine of Headscale since 0.26 takes of this language; what it does not take, it refuses
/// together with the whole policy, or passes over (0.26).
///
/// Read in `hscontrol/policy/v2/types.go` of 0.26.1, 0.27.1, 0.28.0 and 0.29.2.
final class TargetLanguage {
  /// Where a word stands.
  enum Spot {
    SOURCE,
    DESTINATION,
    OWNER,
    APPROVER,
    SSH_SOURCE,
    SSH_DESTINATION,
    TARGET
  }

  private static final Set<String> SECTIONS =
      Set.of("groups", "hosts", "tagowners", "acls", "autoapprovers", "ssh");
  private static final Set<String> SECTIONS_SINCE_029 =
      Set.of("grants", "nodeattrs", "tests", "sshtests", "randomizeclientport");

  /// The capabilities of its own domain that a grant of 0.29 may give.
  private static final Set<String> OWN_CAPABILITIES =
      Set.of(
          "tailscale.com/cap/drive",
          "tailscale.com/cap/relay",
          "tailscale.com/cap/webui",
          "tailscale.com/cap/kubernetes",
          "tailscale.com/cap/secrets");

  private final PolicyEngine engine;
  private final Policy policy;
  private final SelectorReader selectors;

  /// @param policy the policy as it is read here
  TargetLanguage(PolicyEngine engine, Policy policy) {
    this.engine = engine;
    this.policy = policy;
    this.selectors = SelectorReader.of(policy);
  }

  PolicyEngine engine() {
    return engine;
  }

  boolean hasGrants() {
    return engine.isSince(PolicyEngine.V0_29);
  }

  boolean hasSection(String name) {
    String key = name.toLowerCase(Locale.ROOT);
    return SECTIONS.contains(key) || (hasGrants() && SECTIONS_SINCE_029.contains(key));
  }

  boolean hasSshMember(String name) {
    return switch (name.toLowerCase(Locale.ROOT)) {
      case "action", "src", "dst", "users", "checkperiod" -> true;
      case "acceptenv" -> hasGrants();
      default -> false;
    };
  }

  boolean mayGive(String capability) {
    return !capability.startsWith("tailscale.com/") || OWN_CAPABILITIES.contains(capability);
  }

  /// Whether an attribute of a node can be given.
  boolean hasAttribute(String name) {
    return !name.equals("funnel");
  }

  boolean isSshUser(String user) {
    return !user.startsWith("localpart:") || hasGrants();
  }

  /// Whether a word may stand in a place, and means something there.
  boolean takes(JsonString word, String text, Spot spot) {
    Optional<Selector> selector = selectors.parse(text, word.at());
    return selector.isPresent()
        && switch (selector.get()) {
          case Selector.Everything _ -> spot != Spot.OWNER && spot != Spot.APPROVER;
          case Selector.Login _ -> true;
          case Selector.Group(_, String name) -> policy.groups().containsKey(name);
          case Selector.Tag _ -> spot != Spot.OWNER || engine.isSince(PolicyEngine.V0_28);
          case Selector.Host(_, String name) -> isPrefix(policy.hosts().get(name));
          case Selector.Address(_, _, var range) -> range.prefix().isPresent();
          case Selector.Auto(_, AutoGroup group) -> takes(group, spot);
          case Selector.Domain _, Selector.IpSet _, Selector.Service _ -> false;
        };
  }

  private static boolean isPrefix(@Nullable AddressRange range) {
    return range != null && range.prefix().isPresent();
  }

  private boolean takes(AutoGroup group, Spot spot) {
    boolean people = group == AutoGroup.MEMBER || group == AutoGroup.TAGGED;
    return engine.has(group)
        && switch (spot) {
          case SOURCE -> people || group == AutoGroup.DANGER_ALL;
          case DESTINATION -> people || group == AutoGroup.INTERNET || group == AutoGroup.SELF;
          case SSH_DESTINATION -> people || group == AutoGroup.SELF;
          case SSH_SOURCE, TARGET -> people;
          case OWNER, APPROVER -> false;
        };
  }
}
