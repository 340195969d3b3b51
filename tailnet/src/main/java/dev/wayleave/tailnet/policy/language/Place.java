package dev.wayleave.tailnet.policy.language;

/// The places of a policy where a selector may stand, and what each of them admits.
enum Place {
  /// `src` of `acls` and `grants`.
  SOURCE,
  /// `dst` of `acls` and `grants`.
  DESTINATION,
  SSH_SOURCE,
  SSH_DESTINATION,
  /// An owner of a tag.
  OWNER,
  /// Who advertises a route, an exit node or a service without approval.
  APPROVER,
  /// `target` of `nodeAttrs`.
  TARGET,
  /// An entry of `ipsets`.
  IP_SET,
  /// `recorder` of `ssh`.
  RECORDER;

  /// Passes a selector that this place admits.
  void admit(Selector selector) throws Refusal {
    if (!admits(selector)) {
      throw new Refusal(refusal(selector));
    }
  }

  private boolean admits(Selector selector) {
    return switch (selector) {
      case Selector.Everything _ ->
          switch (this) {
            case SOURCE, DESTINATION, TARGET -> true;
            case SSH_SOURCE, SSH_DESTINATION, OWNER, APPROVER, IP_SET, RECORDER -> false;
          };
      case Selector.Login _ ->
          switch (this) {
            case IP_SET, RECORDER -> false;
            case SOURCE, DESTINATION, SSH_SOURCE, SSH_DESTINATION, OWNER, APPROVER, TARGET -> true;
          };
      case Selector.Group _, Selector.Domain _ ->
          switch (this) {
            case IP_SET, RECORDER, SSH_DESTINATION -> false;
            case SOURCE, DESTINATION, SSH_SOURCE, OWNER, APPROVER, TARGET -> true;
          };
      case Selector.Tag _ -> this != IP_SET;
      case Selector.Host _, Selector.Address _ ->
          switch (this) {
            case SOURCE, DESTINATION, TARGET, IP_SET -> true;
            case SSH_SOURCE, SSH_DESTINATION, OWNER, APPROVER, RECORDER -> false;
          };
      case Selector.IpSet _ ->
          switch (this) {
            case SOURCE, DESTINATION, IP_SET, TARGET -> true;
            case SSH_SOURCE, SSH_DESTINATION, OWNER, APPROVER, RECORDER -> false;
          };
      case Selector.Service _ -> this == DESTINATION;
      case Selector.Auto(_, AutoGroup group) -> admits(group);
    };
  }

  private boolean admits(AutoGroup group) {
    return switch (this) {
      case SOURCE ->
          switch (group) {
            case SELF, INTERNET, NONROOT -> false;
            case MEMBER,
                TAGGED,
                DANGER_ALL,
                SHARED,
                OWNER,
                ADMIN,
                NETWORK_ADMIN,
                IT_ADMIN,
                BILLING_ADMIN,
                AUDITOR ->
                true;
          };
      case DESTINATION ->
          switch (group) {
            case DANGER_ALL, SHARED, NONROOT -> false;
            case MEMBER,
                TAGGED,
                SELF,
                INTERNET,
                OWNER,
                ADMIN,
                NETWORK_ADMIN,
                IT_ADMIN,
                BILLING_ADMIN,
                AUDITOR ->
                true;
          };
      case SSH_SOURCE, TARGET -> isPeople(group) || group == AutoGroup.TAGGED;
      case SSH_DESTINATION ->
          group == AutoGroup.SELF || group == AutoGroup.MEMBER || group == AutoGroup.TAGGED;
      case OWNER -> isPeople(group);
      case APPROVER -> isPeople(group) || group == AutoGroup.TAGGED;
      case IP_SET -> group == AutoGroup.INTERNET;
      case RECORDER -> false;
    };
  }

  private static boolean isPeople(AutoGroup group) {
    return group == AutoGroup.MEMBER || group.isRole();
  }

  private String refusal(Selector selector) {
    String text = Quoted.of(selector.text());
    return switch (this) {
      case SOURCE -> text + " not valid on the src side of a rule";
      case DESTINATION ->
          selector instanceof Selector.Auto(_, AutoGroup group) && group == AutoGroup.DANGER_ALL
              ? "cannot use " + selector.text() + " as a dst"
              : text + " not valid on the dst side of a rule";
      // As reported in github.com/tailscale/tailscale/issues/8194 and 5084.
      case SSH_SOURCE -> text + " is not allowed in src";
      case SSH_DESTINATION -> "invalid dst " + text;
      case OWNER -> text + " cannot own a tag";
      case APPROVER -> text + " cannot be an auto approver";
      // The hosted service answers "internal server error" to autogroup:self here.
      case TARGET -> text + " not valid as a target of nodeAttrs";
      case IP_SET -> text + " cannot be part of an IP set";
      case RECORDER -> text + " cannot be a recorder, which is a tag";
    };
  }
}
