package dev.wayleave.tailnet.policy.syntax;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/// Tells whether a policy's text can be read at all: HuJSON, one object, no name twice in any
/// object.
public final class PolicySyntax {
  private PolicySyntax() {}

  /// The first fault of the text, or nothing where it can be read.
  public static Optional<SyntaxFault> fault(String text) {
    try {
      Json root = PolicyText.parse(text).root();
      return root instanceof JsonObject
          ? repeated(root)
          : Optional.of(
              new SyntaxFault(root.at(), "a policy is an object, and this is " + root.kind()));
    } catch (PolicySyntaxException e) {
      return Optional.of(e.faults().getFirst());
    }
  }

  private static Optional<SyntaxFault> repeated(Json value) {
    return switch (value) {
      case JsonObject object -> repeatedIn(object);
      case JsonArray array ->
          array.elements().stream().flatMap(element -> repeated(element).stream()).findFirst();
      case JsonString _, JsonNumber _, JsonBoolean _, JsonNull _ -> Optional.empty();
    };
  }

  private static Optional<SyntaxFault> repeatedIn(JsonObject object) {
    Set<String> names = new HashSet<>();
    for (Member member : object.members()) {
      JsonString name = member.name();
      if (!names.add(name.value())) {
        return Optional.of(
            new SyntaxFault(
                name.at(), "the name \"" + Glyph.word(name.value()) + "\" is there already"));
      }
      Optional<SyntaxFault> inside = repeated(member.value());
      if (inside.isPresent()) {
        return inside;
      }
    }
    return Optional.empty();
  }
}
