package dev.wayleave.tailnet.identity;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The text by which Headscale knows who logged in (`users.provider_identifier`), made of the
/// issuer and the subject that an OIDC provider names.
///
/// A login is looked up by this text alone, so it has to be the release's own spelling, byte for
/// byte: another one would make a second user of the same person.
public final class ProviderIdentifier {
  private static final Pattern RELEASE = Pattern.compile("v?0\\.(\\d{1,4})(?!\\d).*");

  private ProviderIdentifier() {}

  /// How a release puts the two together.
  public enum Rule {
    /// 0.24 and 0.25: issuer, slash, subject, and nothing else.
    PLAIN,
    /// 0.26 to 0.28: the subject is added to the issuer's path, which resolves `.` and `..`.
    JOINED,
    /// Since 0.29: one slash between the two.
    CONCATENATED;

    /// The rule of a release, for example of `0.28.0`; nothing for releases before 0.24, which know
    /// users by name alone.
    public static Optional<Rule> ofRelease(String release) {
      Matcher matcher = RELEASE.matcher(release);
      int minor = matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
      if (minor < 24) {
        return Optional.empty();
      }
      return Optional.of(minor < 26 ? PLAIN : minor < 29 ? JOINED : CONCATENATED);
    }
  }

  /// The identifier that a login of this subject gets.
  ///
  /// @return nothing where releases of one rule disagree: what a subject with a `%` that encodes
  ///   nothing becomes under [Rule#JOINED] depends on the Go that built the server
  public static Optional<String> of(Rule rule, String issuer, String subject) {
    return switch (rule) {
      case PLAIN -> Optional.of(issuer + "/" + subject);
      case JOINED ->
          oneMissing(issuer, subject)
              .or(() -> joined(issuer, subject).map(ProviderIdentifier::clean));
      case CONCATENATED ->
          Optional.of(
              oneMissing(issuer, subject).orElseGet(() -> clean(concatenated(issuer, subject))));
    };
  }

  private static Optional<String> oneMissing(String issuer, String subject) {
    return issuer.isEmpty() || subject.isEmpty()
        ? Optional.of(clean(issuer + subject))
        : Optional.empty();
  }

  private static Optional<String> joined(String issuer, String subject) {
    Optional<GoUrl> url =
        GoUrl.parse(Bytes.of(issuer)).filter(parsed -> !parsed.scheme().isEmpty());
    return url.isEmpty()
        ? Optional.of(concatenated(issuer, subject))
        : url.get().join(Bytes.of(subject)).map(joined -> Bytes.text(joined.text()));
  }

  private static String concatenated(String issuer, String subject) {
    String before = issuer.endsWith("/") ? issuer.substring(0, issuer.length() - 1) : issuer;
    return before + "/" + (subject.startsWith("/") ? subject.substring(1) : subject);
  }

  /// The identifier without empty parts between slashes and without white space around the others,
  /// with the scheme of a URL in lower case and its path encoded as Go encodes it.
  public static String clean(String identifier) {
    String bytes = Bytes.trim(Bytes.of(identifier));
    String cleaned =
        GoUrl.parse(bytes)
            .filter(url -> !url.scheme().isEmpty())
            .map(url -> {
              String path = parts(url.path());
              return url.withPath(path.isEmpty() ? "" : "/" + path).text();
            })
            .orElseGet(() -> parts(bytes));
    return Bytes.text(cleaned);
  }

  private static String parts(String path) {
    return Arrays.stream(path.split("/", -1))
        .map(Bytes::trim)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining("/"));
  }
}
