package dev.wayleave.oidc.repair;

import dev.wayleave.tailnet.model.Role;
import java.util.Arrays;
import java.util.Collections;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/// Somebody says that two users are one person.
///
/// @param survivor who stays, named as in a mapping: `user:ID`, identifier, name, e-mail address
/// @param gone whose nodes, keys and identities go over to the survivor
/// @param roles roles of `gone` that the survivor is to get
public record MergeOrder(String survivor, String gone, Set<Role> roles) {
  public MergeOrder {
    roles = Collections.unmodifiableSet(new TreeSet<>(roles));
  }

  /// Reads `SURVIVOR=GONE`, and behind it `+ROLE` for each role that goes over.
  ///
  /// @throws IllegalArgumentException with a sentence for a person
  public static MergeOrder parse(String text) {
    String users = text;
    Set<Role> roles = new TreeSet<>();
    for (int plus = users.lastIndexOf('+'); plus > 0; plus = users.lastIndexOf('+')) {
      Optional<Role> role = role(users.substring(plus + 1));
      if (role.isEmpty()) {
        break;
      }
      roles.add(role.get());
      users = users.substring(0, plus);
    }
    int equals = users.indexOf('=');
    if (equals <= 0 || equals == users.length() - 1 || users.indexOf('=', equals + 1) >= 0) {
      throw new IllegalArgumentException(
          "\"%s\" names no two users; write SURVIVOR=GONE, for example user:3=user:12, and behind it +admin for a role that goes over."
              .formatted(text));
    }
    return new MergeOrder(users.substring(0, equals), users.substring(equals + 1), roles);
  }

  private static Optional<Role> role(String word) {
    return Arrays.stream(Role.values())
        .filter(role -> role.name().toLowerCase(Locale.ROOT).replace('_', '-').equals(word))
        .findFirst();
  }
}
