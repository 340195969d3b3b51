package dev.wayleave.tailnet.identity.rewrite;

import dev.wayleave.tailnet.identity.ProviderIdentifier;
import dev.wayleave.tailnet.model.User;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What a store holds of identities.
///
/// @param place what the store is, for people: `Headscale 0.29.2 (SQLite) in FILE`
/// @param rule how the store spells an identity in one text; null where it keeps issuer and subject
///   apart
/// @param state a digest of everything below, by which a plan is refused once something changed
/// @param policy the text of the policy in force; null where the store has none, or keeps it
///   elsewhere
/// @param reserved identifiers that no user has and none can get, with what keeps them, for people
public record Holdings(
    String place,
    ProviderIdentifier.@Nullable Rule rule,
    String state,
    List<Holder> holders,
    @Nullable String policy,
    Map<String, String> reserved) {
  public Holdings {
    holders = List.copyOf(holders);
    reserved = Collections.unmodifiableMap(new TreeMap<>(reserved));
  }

  /// Holdings in which every identifier is free that nobody has.
  public Holdings(
      String place,
      ProviderIdentifier.@Nullable Rule rule,
      String state,
      List<Holder> holders,
      @Nullable String policy) {
    this(place, rule, state, holders, policy, Map.of());
  }

  /// The holdings of a store that keeps issuer and subject apart.
  public static Holdings apart(
      String place, String state, List<Holder> holders, @Nullable String policy) {
    return new Holdings(place, null, state, holders, policy);
  }

  /// The same, told otherwise of where it is.
  public Holdings at(String otherPlace) {
    return new Holdings(otherPlace, rule, state, holders, policy, reserved);
  }

  /// The holdings of a store that keeps no digest of its own: of who there is, known by what, with
  /// how much. When somebody logged in last is no part of it, so that a plan outlives a login.
  public static Holdings digested(String place, List<Holder> holders, @Nullable String policy) {
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException impossible) {
      throw new AssertionError("every Java platform must provide SHA-256", impossible);
    }
    List<Holder> ordered =
        holders.stream().sorted(Comparator.comparing(holder -> holder.user().id())).toList();
    for (Holder holder : ordered) {
      User user = holder.user();
      add(sha256, user.id() + " " + user.name());
      add(sha256, user.email() + " " + user.roles() + " " + user.expected());
      user.identities()
          .forEach(known ->
              add(
                  sha256,
                  List.of(
                          known.provider(),
                          known.identifier(),
                          String.valueOf(known.issuer()),
                          String.valueOf(known.subject()))
                      .toString()));
      add(sha256, holder.nodes() + " " + holder.preAuthKeys() + " " + holder.apiKeys());
    }
    add(sha256, String.valueOf(policy));
    String state = "sha256:" + HexFormat.of().formatHex(sha256.digest());
    return apart(place, state, holders, policy);
  }

  private static void add(MessageDigest sha256, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    sha256.update((bytes.length + "\n").getBytes(StandardCharsets.UTF_8));
    sha256.update(bytes);
  }
}
