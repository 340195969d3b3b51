package dev.wayleave.tailnet.model;

/// The greatest number each kind ever had, so that the number of something deleted is never given
/// to something else: clients and scripts remember numbers.
public record LastIds(
    long user,
    long node,
    long preAuthKey,
    long apiKey,
    long oauthClient,
    long oauthToken,
    long policy) {
  public static final LastIds NONE = new LastIds(0, 0, 0, 0, 0, 0, 0);

  public UserId nextUser() {
    return new UserId(user + 1);
  }

  public NodeId nextNode() {
    return new NodeId(node + 1);
  }

  public PreAuthKeyId nextPreAuthKey() {
    return new PreAuthKeyId(preAuthKey + 1);
  }

  public String nextPolicy() {
    return Long.toString(policy + 1);
  }

  /// These numbers after the entity has been there.
  public LastIds after(TailnetEntity entity) {
    return switch (entity) {
      case User u ->
          new LastIds(
              Math.max(user, u.id().value()),
              node,
              preAuthKey,
              apiKey,
              oauthClient,
              oauthToken,
              policy);
      case Node n ->
          new LastIds(
              user,
              Math.max(node, n.id().value()),
              preAuthKey,
              apiKey,
              oauthClient,
              oauthToken,
              policy);
      case PreAuthKey k ->
          new LastIds(
              user,
              node,
              Math.max(preAuthKey, k.id().value()),
              apiKey,
              oauthClient,
              oauthToken,
              policy);
      case ApiKey k ->
          new LastIds(
              user,
              node,
              preAuthKey,
              Math.max(apiKey, k.id().value()),
              oauthClient,
              oauthToken,
              policy);
      case OAuthClient c ->
          new LastIds(
              user,
              node,
              preAuthKey,
              apiKey,
              Math.max(oauthClient, c.id().value()),
              oauthToken,
              policy);
      case OAuthToken t ->
          new LastIds(
              user,
              node,
              preAuthKey,
              apiKey,
              oauthClient,
              Math.max(oauthToken, t.id().value()),
              policy);
      case PolicyVersion p ->
          new LastIds(
              user,
              node,
              preAuthKey,
              apiKey,
              oauthClient,
              oauthToken,
              Math.max(policy, number(p.id())));
      case Alias _,
          DerpSettings _,
          DnsSettings _,
          HostedObject _,
          IdentityProvider _,
          Secret _,
          ServerSettings _,
          Transition _ ->
          this;
    };
  }

  /// Ids of policies may be words (`file`); those take no number.
  private static long number(String id) {
    boolean digits =
        !id.isEmpty() && id.length() <= 18 && id.chars().allMatch(c -> c >= '0' && c <= '9');
    return digits ? Long.parseLong(id) : 0;
  }
}
