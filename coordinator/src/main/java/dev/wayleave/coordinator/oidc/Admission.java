package dev.wayleave.coordinator.oidc;

import dev.wayleave.coordinator.oidc.LoginFailedException.Kind;
import dev.wayleave.coordinator.state.ProvedLogin;
import dev.wayleave.tailnet.model.IdentityProvider;
import dev.wayleave.tailnet.model.Role;
import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// What is believed of a testimony, and whether the provider's configuration lets the person in.
final class Admission {
  private static final Logger LOG = Logger.getLogger(Admission.class);

  /// One `@`, with something on either side and nothing in it that is not seen.
  private static final Pattern EMAIL = Pattern.compile("[^@\\s\\p{C}]{1,255}@[^@\\s\\p{C}]{1,255}");

  private static final int LONGEST_NAME = 255;
  private static final int LONGEST_TEXT = 2_000;
  private static final int MOST_TEXTS = 100;

  private final IdentityProvider provider;
  private final IdentityProvider.Claims names;
  private final Testimony said;
  private final String email;
  private final boolean verified;
  private final Set<String> groups;

  private Admission(IdentityProvider provider, Testimony said) {
    this.provider = provider;
    this.said = said;
    this.names =
        switch (provider.kind()) {
          case OIDC -> provider.claims();
          case GITHUB -> IdentityProvider.Claims.STANDARD;
        };
    String address = text(names.email());
    this.email = EMAIL.matcher(address).matches() ? address : "";
    this.verified = !email.isEmpty() && email.equals(said.verified());
    this.groups = texts(claim(names.groups()));
  }

  /// The login, or why there is none.
  ///
  /// @param fresh whether the provider was asked to have the person log in anew. Where it was not
  ///   and does not say when somebody logged in, nobody knows, and the login is never a fresh one
  static ProvedLogin of(IdentityProvider provider, Testimony said, Instant now, boolean fresh)
      throws LoginFailedException {
    Admission admission = new Admission(provider, said);
    admission.checkGroups();
    admission.checkEmail();
    return admission.login(now, fresh);
  }

  private void checkGroups() throws LoginFailedException {
    Collection<String> allowed = provider.allowed().groups();
    boolean elsewhere = areGroupsElsewhere();
    if (!allowed.isEmpty() && allowed.stream().noneMatch(groups::contains)) {
      throw refused(
          elsewhere
              ? "is in more groups than a token holds, so that nobody knows whether one of them may"
                  + " log in here"
              : "is in none of the groups that may log in here");
    }
    boolean mapped = !provider.policyGroups().isEmpty() || !provider.groupRoles().isEmpty();
    if (elsewhere && mapped) {
      LOG.warnf(
          "%s does not name the groups of %s, who is in more than a token holds and has none here;"
              + " have it name only those that the application is meant for",
          provider.name(), LoginFailedException.oneLine(said.subject().subject()));
    }
  }

  /// Whether the provider says only where the groups can be asked for (OpenID Connect Core, section
  /// 5.6.2), as Entra does of people who are in many.
  private boolean areGroupsElsewhere() {
    return claim(names.groups()) == null
        && said.claims().get("_claim_names") instanceof Map<?, ?> elsewhere
        && elsewhere.containsKey(names.groups());
  }

  /// As in Headscale: where an address has to be verified, one that is not is no address, and lets
  /// nobody in who has to have a certain one. Other providers than Headscale's do not let anybody
  /// in with it at all.
  private void checkEmail() throws LoginFailedException {
    IdentityProvider.Allowed allowed = provider.allowed();
    boolean asked = !allowed.domains().isEmpty() || !allowed.users().isEmpty();
    boolean strict = !provider.name().equals(IdentityProvider.HEADSCALES) && !email.isEmpty();
    if (provider.emailVerifiedRequired() && !verified && (asked || strict)) {
      throw refused("has no verified e-mail address");
    }
    String domain = email.substring(email.lastIndexOf('@') + 1);
    if (!allowed.domains().isEmpty() && (email.isEmpty() || !allowed.domains().contains(domain))) {
      throw refused("has no e-mail address in a domain that may log in here");
    }
    if (!allowed.users().isEmpty() && !allowed.users().contains(email)) {
      throw refused("is not among the people who may log in here");
    }
  }

  private LoginFailedException refused(String why) {
    return new LoginFailedException(
        Kind.NOT_ALLOWED,
        "Your account at "
            + provider.displayName()
            + " "
            + why
            + "; an administrator can tell"
            + " you who may.");
  }

  private ProvedLogin login(Instant now, boolean fresh) {
    Instant unsaid = fresh ? now : Instant.EPOCH;
    boolean believed = verified || !provider.emailVerifiedRequired();
    Set<String> policyGroups = new TreeSet<>();
    Set<Role> roles = new TreeSet<>();
    for (String group : groups) {
      add(policyGroups, provider.policyGroups().get(group));
      add(roles, provider.groupRoles().get(group));
    }
    return new ProvedLogin(
        provider,
        said.subject(),
        cut(text(names.username()).strip(), LONGEST_NAME),
        cut(text(names.displayName()).strip(), LONGEST_NAME),
        believed ? email : "",
        verified,
        picture(),
        proved(),
        policyGroups,
        roles,
        said.at() == null ? unsaid : said.at().isAfter(now) ? now : said.at(),
        said.until(),
        now);
  }

  private static <T> void add(Set<T> all, @Nullable T one) {
    if (one != null) {
      all.add(one);
    }
  }

  private String picture() {
    String url = text(names.picture());
    return url.startsWith("https://") && url.length() <= LONGEST_TEXT ? url : "";
  }

  /// Claims that are texts. An address that is not verified proves nothing.
  private Map<String, String> proved() {
    Map<String, String> texts = new TreeMap<>();
    said.claims()
        .forEach((name, value) -> {
          if (value instanceof String text
              && text.length() <= LONGEST_TEXT
              && texts.size() < MOST_TEXTS) {
            texts.put(name, text);
          }
        });
    texts.remove("nonce");
    texts.remove("at_hash");
    texts.remove("email");
    if (!said.verified().isEmpty()) {
      texts.put("email", said.verified());
    }
    return texts;
  }

  private String text(String name) {
    return claim(name) instanceof String text && text.length() <= LONGEST_TEXT ? text : "";
  }

  /// A claim by its name, or by a path of names with dots between them.
  private @Nullable Object claim(String name) {
    Object whole = said.claims().get(name);
    if (whole != null || name.isEmpty()) {
      return whole;
    }
    Object at = said.claims();
    for (String step : name.split("\\.", -1)) {
      at = at instanceof Map<?, ?> map ? map.get(step) : null;
    }
    return at;
  }

  private static Set<String> texts(@Nullable Object value) {
    Set<String> texts = new TreeSet<>();
    if (value instanceof Collection<?> many) {
      many.forEach(one -> add(texts, one instanceof String text ? text : null));
    } else if (value instanceof String one) {
      texts.add(one);
    }
    return texts;
  }

  private static String cut(String text, int longest) {
    return text.length() <= longest ? text : text.substring(0, longest);
  }
}
