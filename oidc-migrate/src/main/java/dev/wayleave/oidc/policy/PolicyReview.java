package dev.wayleave.oidc.policy;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.wayleave.tailnet.model.UserId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What the words of a policy that name users mean before and after the changes.
///
/// @param words those of which a person should know, in the order of the text
/// @param text the policy's new text; null where it stays
/// @param diff of both texts, with three lines around each change; empty where it stays
public record PolicyReview(List<Word> words, @Nullable String text, String diff) {
  /// Of a policy of which there is nothing to say.
  public static final PolicyReview NOTHING = new PolicyReview(List.of(), null, "");

  public PolicyReview {
    words = List.copyOf(words);
  }

  /// One word of the text.
  ///
  /// @param at its place, for example `line 12, column 8`
  /// @param before whom it names now; several where it names nobody for sure
  /// @param after whom it names when the changes are made, and when everybody has logged in once
  /// @param proposed the word that goes on meaning the same person; null where it need not change
  ///   or none is known
  public record Word(
      String at,
      String word,
      List<UserId> before,
      List<UserId> after,
      @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable String proposed) {
    public Word {
      before = List.copyOf(before);
      after = List.copyOf(after);
    }
  }
}
