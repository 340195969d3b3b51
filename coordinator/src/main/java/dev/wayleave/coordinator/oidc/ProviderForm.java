package dev.wayleave.coordinator.oidc;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.wayleave.api.IdentityProviderSettings;
import dev.wayleave.api.IdentityProviderView;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.IdentityProvider.Allowed;
import dev.wayleave.tailnet.model.IdentityProvider.Claims;
import dev.wayleave.tailnet.model.IdentityProvider.Kind;
import dev.wayleave.tailnet.model.IdentityProvider.Pkce;
import dev.wayleave.tailnet.model.IdentityProvider.Term;
import dev.wayleave.tailnet.model.Role;
import java.net.URI;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Identity providers as requests and files have them.
///
/// Refusals are [IllegalArgumentException]s whose message is a clause that begins with the field.
public final class ProviderForm {
  private static final int LONGEST_TEXT = 1000;
  private static final int LONGEST_LIST = 1000;
  private static final Pattern GROUP = Pattern.compile("group:[^\\s:*@]{1,200}");

  /// Where clear text does not leave the machine.
  private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

  private ProviderForm() {}

  /// The provider that settings describe.
  public static IdentityProvider read(String name, IdentityProviderSettings given) {
    Kind kind = one("kind", given.kind(), Kind.OIDC, Kind.values());
    String issuer = issuer(kind, given.issuer());
    Pkce pkce = one("pkce", given.pkce(), Pkce.S256, Pkce.values());
    return new IdentityProvider(
        name,
        kind,
        Optional.ofNullable(given.displayName())
            .map(text -> text("displayName", text))
            .filter(text -> !text.isBlank())
            .orElseGet(() -> URI.create(issuer).getHost()),
        !Boolean.FALSE.equals(given.enabled()),
        issuer,
        required("clientId", given.clientId()),
        given.scopes() == null ? usualScopes(kind) : list("scopes", given.scopes()),
        map("extraParams", given.extraParams(), Function.identity()),
        pkce,
        allowed(given.allowed()),
        !Boolean.FALSE.equals(given.emailVerifiedRequired()),
        claims(given.claims()),
        new Term(Boolean.TRUE.equals(given.expiryFromToken()), duration(given.expiry())),
        new TreeSet<>(list("linkDomains", given.linkDomains())),
        map("policyGroups", given.policyGroups(), ProviderForm::group),
        map("groupRoles", given.groupRoles(), ProviderForm::role),
        Boolean.TRUE.equals(given.confirmChangedAddress()));
  }

  private static List<String> usualScopes(Kind kind) {
    return switch (kind) {
      case OIDC -> List.of("openid", "profile", "email");
      case GITHUB -> List.of("read:user", "user:email");
    };
  }

  private static String issuer(Kind kind, @Nullable String given) {
    String issuer =
        given == null && kind == Kind.GITHUB ? "https://github.com" : required("issuer", given);
    try {
      URI url = URI.create(issuer);
      boolean plain = "http".equals(url.getScheme()) && LOOPBACK.contains(url.getHost());
      if (("https".equals(url.getScheme()) || plain)
          && url.getHost() != null
          && url.getUserInfo() == null
          && url.getQuery() == null
          && url.getFragment() == null) {
        return issuer;
      }
    } catch (IllegalArgumentException notAUrl) {
      throw new IllegalArgumentException("issuer is not a URL", notAUrl);
    }
    throw new IllegalArgumentException(
        "issuer is not an https:// URL without a query, as an issuer is");
  }

  private static Allowed allowed(IdentityProviderSettings.@Nullable Allowed given) {
    return given == null
        ? Allowed.EVERYBODY
        : new Allowed(
            list("allowed.domains", given.domains()),
            list("allowed.users", given.users()),
            list("allowed.groups", given.groups()));
  }

  private static Claims claims(IdentityProviderSettings.@Nullable Claims given) {
    Claims usual = Claims.STANDARD;
    return given == null
        ? usual
        : new Claims(
            or("claims.username", given.username(), usual.username()),
            or("claims.email", given.email(), usual.email()),
            or("claims.displayName", given.displayName(), usual.displayName()),
            or("claims.picture", given.picture(), usual.picture()),
            or("claims.groups", given.groups(), usual.groups()));
  }

  private static @Nullable String duration(@Nullable String given) {
    if (given == null) {
      return null;
    }
    try {
      Duration duration = Duration.parse(given);
      if (!duration.isNegative()) {
        return duration.toString();
      }
    } catch (DateTimeParseException e) {
      throw new IllegalArgumentException("expiry is not a duration; write it as PT12H or P30D", e);
    }
    throw new IllegalArgumentException("expiry is negative");
  }

  private static String group(String text) {
    if (!GROUP.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "policyGroups has \"" + text + "\", which is no group of a policy; write group:NAME");
    }
    return text;
  }

  private static Role role(String text) {
    return one("groupRoles", text, Role.MEMBER, Role.values());
  }

  private static String or(String field, @Nullable String given, String usual) {
    return given == null || given.isBlank() ? usual : text(field, given);
  }

  private static String required(String field, @Nullable String given) {
    if (given == null || given.isBlank()) {
      throw new IllegalArgumentException(field + " is missing");
    }
    return text(field, given);
  }

  private static String text(String field, String given) {
    if (given.length() > LONGEST_TEXT || given.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException(
          field + " is longer than " + LONGEST_TEXT + " characters, or holds a control character");
    }
    return given.strip();
  }

  private static List<String> list(String field, @Nullable List<String> given) {
    List<String> texts = given == null ? List.of() : given;
    if (texts.size() > LONGEST_LIST) {
      throw new IllegalArgumentException(field + " has more than " + LONGEST_LIST + " entries");
    }
    return texts.stream().map(text -> required(field, text)).toList();
  }

  private static <V> Map<String, V> map(
      String field, @Nullable Map<String, String> given, Function<String, V> value) {
    Map<String, String> texts = given == null ? Map.of() : given;
    if (texts.size() > LONGEST_LIST) {
      throw new IllegalArgumentException(field + " has more than " + LONGEST_LIST + " entries");
    }
    Map<String, V> map = new TreeMap<>();
    texts.forEach((key, text) -> map.put(required(field, key), value.apply(required(field, text))));
    return map;
  }

  /// The constant of a name as JSON has it.
  private static <E extends Enum<E>> E one(String field, @Nullable String given, E usual, E[] all) {
    if (given == null) {
      return usual;
    }
    return Arrays.stream(all)
        .filter(constant -> label(constant).equals(given))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                field
                    + " is none of "
                    + String.join(", ", Arrays.stream(all).map(ProviderForm::label).toList())));
  }

  private static String label(Enum<?> constant) {
    try {
      return constant
          .getDeclaringClass()
          .getField(constant.name())
          .getAnnotation(JsonProperty.class)
          .value();
    } catch (NoSuchFieldException impossible) {
      throw new AssertionError("every constant is a field", impossible);
    }
  }

  /// A provider as people are shown it.
  public static IdentityProviderView view(Providers.Known known, String serverUrl) {
    Providers.Configured configured = known.configured();
    IdentityProvider provider = configured.provider();
    Map<String, String> roles = new TreeMap<>();
    provider.groupRoles().forEach((group, role) -> roles.put(group, label(role)));
    return new IdentityProviderView(
        provider.name(),
        label(provider.kind()),
        provider.displayName(),
        provider.enabled(),
        known.origin().name().toLowerCase(Locale.ROOT),
        provider.issuer(),
        provider.clientId(),
        configured.secret().isPresent(),
        serverUrl.replaceAll("/+$", "") + configured.callbackPath(),
        provider.scopes(),
        provider.extraParams(),
        label(provider.pkce()),
        provider.allowed().domains(),
        provider.allowed().users(),
        provider.allowed().groups(),
        provider.emailVerifiedRequired(),
        view(provider.claims()),
        provider.term().fromToken(),
        provider.term().fixed(),
        List.copyOf(provider.linkDomains()),
        provider.policyGroups(),
        roles,
        provider.confirmChangedAddress());
  }

  private static IdentityProviderSettings.Claims view(Claims claims) {
    return new IdentityProviderSettings.Claims(
        claims.username(), claims.email(), claims.displayName(), claims.picture(), claims.groups());
  }
}
