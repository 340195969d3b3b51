package dev.wayleave.oidc.plan;

import dev.wayleave.oidc.person.Person;
import dev.wayleave.tailnet.model.Identity;
import org.jspecify.annotations.Nullable;

/// What was found for one slot.
sealed interface Resolution {
  /// By what, or why not.
  String how();

  /// The new identity.
  ///
  /// @param respelled whether it is the one that is there, only in the spelling of the store's
  ///   release, so that nobody's provider changes
  record To(Identity identity, @Nullable Person person, String how, boolean respelled)
      implements Resolution {
    To(Identity identity, @Nullable Person person, String how) {
      this(identity, person, how, false);
    }
  }

  /// It is the new one already.
  record Already(@Nullable Person person, String how) implements Resolution {}

  /// A login that proves the claim will bring it.
  record Expected(String claim, String value, @Nullable Person person, String how)
      implements Resolution {}

  record Ambiguous(String how, String remedy) implements Resolution {}

  record Unmatched(String how, String remedy) implements Resolution {}

  /// It was not asked for.
  record Stays(String how) implements Resolution {}

  /// Another user has what it would become, or would get it too.
  record Collision(Identity identity, String how) implements Resolution {}
}
