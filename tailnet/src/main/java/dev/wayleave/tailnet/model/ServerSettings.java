package dev.wayleave.tailnet.model;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What the control server itself is told: where it is reached, what it allots, when things expire.
///
/// @param serverUrl the URL that clients hold
/// @param nodeExpiry how long a login lasts, an ISO-8601 duration; null means for ever
/// @param ephemeralTimeout how long an ephemeral node may be gone before it is removed, ISO-8601
/// @param oidc the OIDC provider; its client secret is a [Secret]
/// @param other every other setting that the source holds, by its dotted key, secrets excepted
public record ServerSettings(
    String serverUrl,
    String listenAddress,
    @Nullable IpPrefix prefixV4,
    @Nullable IpPrefix prefixV6,
    String allocation,
    @Nullable String nodeExpiry,
    @Nullable String ephemeralTimeout,
    @Nullable Oidc oidc,
    Map<String, String> other)
    implements TailnetEntity {
  /// The key in `other` by which an administrator has to let each new device in: `true` or `false`.
  public static final String DEVICE_APPROVAL = "device_approval";

  /// The same for users who have never been here.
  public static final String USER_APPROVAL = "user_approval";

  public ServerSettings {
    other = Collections.unmodifiableMap(new TreeMap<>(other));
  }

  /// Whether a setting of `other` is on.
  public boolean isOn(String key) {
    return "true".equals(other.get(key));
  }

  /// The same settings with others beside them.
  public ServerSettings with(Map<String, String> others) {
    Map<String, String> all = new TreeMap<>(other);
    all.putAll(others);
    return with(oidc, all);
  }

  /// The same with another OIDC provider, or with none.
  public ServerSettings loggingInAt(@Nullable Oidc provider) {
    Map<String, String> rest = new TreeMap<>(other);
    rest.keySet().removeIf(key -> key.startsWith("oidc."));
    return with(provider, rest);
  }

  private ServerSettings with(@Nullable Oidc provider, Map<String, String> rest) {
    return new ServerSettings(
        serverUrl,
        listenAddress,
        prefixV4,
        prefixV6,
        allocation,
        nodeExpiry,
        ephemeralTimeout,
        provider,
        rest);
  }

  /// An OIDC provider as the source is configured for it.
  ///
  /// @param nodeExpiry how long an OIDC login lasts where the source sets it apart, ISO-8601
  public record Oidc(
      String issuer,
      String clientId,
      List<String> scopes,
      Map<String, String> extraParams,
      List<String> allowedDomains,
      List<String> allowedUsers,
      List<String> allowedGroups,
      boolean emailVerifiedRequired,
      boolean expiryFromToken,
      @Nullable String nodeExpiry,
      boolean pkce,
      String pkceMethod,
      boolean onlyStartIfAvailable) {
    public Oidc {
      scopes = List.copyOf(scopes);
      extraParams = Collections.unmodifiableMap(new TreeMap<>(extraParams));
      allowedDomains = List.copyOf(allowedDomains);
      allowedUsers = List.copyOf(allowedUsers);
      allowedGroups = List.copyOf(allowedGroups);
    }
  }
}
