package dev.wayleave.testkit.provider;

import java.util.List;
import java.util.Map;

/// Accounts with the claims that well-known providers give of them, beside what every provider
/// gives. The people are made up; which claims there are, and which are not, is as each provider
/// documents it.
public final class Accounts {
  private Accounts() {}

  /// Numbers for subjects, a verified address, and neither a user name nor groups.
  public static Person google() {
    return new Person(
        "104857600000000000042",
        Map.of(
            "email",
            "ann@example.com",
            "email_verified",
            true,
            "name",
            "Ann Example",
            "picture",
            "https://lh3.example.com/a/ann",
            "hd",
            "example.com"));
  }

  /// A subject of this application alone, object ids for groups, no word on whether the address is
  /// verified, and no user name without the scope `profile`.
  public static Person entra() {
    return new Person(
        "kXq0f3vZ_bB-yqN2mJm0o3m7oZs1mVJ2wQd8Hc4rT5E",
        Map.of(
            "email",
            "ann@example.com",
            "name",
            "Ann Example",
            "oid",
            "6f9619ff-8b86-4011-b42d-00c04fc964ff",
            "tid",
            "8eaef023-2b34-4da1-9baa-8bc8c9d6a490",
            "groups",
            List.of("b1e5e6b0-3c8b-4f5b-9a51-1f0a7f0e8c11")));
  }

  /// The same in more groups than a token holds: where they can be asked for instead of them.
  public static Person entraInManyGroups() {
    return entra()
        .without("groups")
        .with("_claim_names", Map.of("groups", "src1"))
        .with(
            "_claim_sources",
            Map.of(
                "src1",
                Map.of("endpoint", "https://graph.example.com/users/ann/getMemberObjects")));
  }

  /// An ID token of the code flow says who it is, and no more.
  public static Person oktaToken() {
    return new Person("00u1a2b3c4D5e6F7g8h9", Map.of());
  }

  /// What the user information adds: the user name is an address.
  public static Person oktaInformation() {
    return new Person(
        oktaToken().subject(),
        Map.of(
            "preferred_username",
            "ann@example.com",
            "email",
            "ann@example.com",
            "email_verified",
            true,
            "name",
            "Ann Example",
            "groups",
            List.of("Everyone", "eng")));
  }

  /// The subject holds the connector's id and that of the account there.
  public static Person dex() {
    return new Person(
        "CiQwOGE4Njg0Yi1kYjg4LTRiNzMtOTBhOS0zY2QxNjYxZjU0NjYSBWxvY2Fs",
        Map.of(
            "preferred_username",
            "ann",
            "email",
            "ann@example.com",
            "email_verified",
            true,
            "name",
            "Ann Example",
            "groups",
            List.of("eng")));
  }

  /// A number for a subject; groups come with the user information alone.
  public static Person gitlabToken() {
    return new Person(
        "4217",
        Map.of(
            "preferred_username",
            "ann",
            "nickname",
            "ann",
            "email",
            "ann@example.com",
            "email_verified",
            true,
            "name",
            "Ann Example",
            "groups_direct",
            List.of("acme")));
  }

  /// With the paths of groups.
  public static Person gitlabInformation() {
    return gitlabToken().with("groups", List.of("acme", "acme/eng"));
  }

  /// A digest for a subject, and an address that nobody has verified.
  public static Person authentik() {
    return new Person(
        "9d5ed678fe57bcca610140957afab571e7d8c1f5a3b6e0f2d4c8b7a695847362",
        Map.of(
            "preferred_username",
            "ann",
            "nickname",
            "ann",
            "email",
            "ann@example.com",
            "email_verified",
            false,
            "name",
            "Ann Example",
            "groups",
            List.of("eng")));
  }
}
