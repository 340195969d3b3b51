package dev.wayleave.tailnet.policy.syntax;

import java.util.List;
import java.util.Optional;

/// A JSON object with its members as they were written; a name may be there twice.
public record JsonObject(Position at, List<Member> members) implements Json {
  public JsonObject {
    members = List.copyOf(members);
  }

  /// The first member of a name.
  public Optional<Member> member(String name) {
    return members.stream().filter(member -> member.name().value().equals(name)).findFirst();
  }

  @Override
  public String kind() {
    return "an object";
  }
}
