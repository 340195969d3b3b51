package dev.wayleave.tailnet.policy.dialect;

import dev.wayleave.tailnet.policy.syntax.Member;

/// JSON pointers into a policy.
final class Pointers {
  private Pointers() {}

  static String escaped(String name) {
    return name.replace("~", "~0").replace("/", "~1");
  }

  static String of(Member section) {
    return "/" + escaped(section.name().value());
  }

  static String of(Member section, Member member) {
    return of(section) + "/" + escaped(member.name().value());
  }

  static String of(Member section, int index) {
    return of(section) + "/" + index;
  }
}
