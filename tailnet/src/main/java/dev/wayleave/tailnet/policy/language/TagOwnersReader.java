package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.model.TagName;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Reads the section `tagOwners`: which tags there are, and who may give them.
///
/// Owners may be tags, also in a circle (recorded as accepted): who owns a tag in the end is found
/// by walking, and a walk visits each tag once.
final class TagOwnersReader {
  private TagOwnersReader() {}

  /// Adds the tags that the section defines.
  static void define(Fields root, Names names) {
    for (Member member : root.members("tagOwners")) {
      String tag = member.name().value().strip();
      Optional<String> fault = nameFault(tag);
      if (fault.isPresent()) {
        root.remarks().fault(member.name().at(), path(tag) + ": " + fault.get());
      } else {
        names.addTag(tag);
      }
    }
  }

  static Map<TagName, List<Selector>> read(Fields root, Scope scope) {
    Map<TagName, List<Selector>> owners = new LinkedHashMap<>();
    for (Member member : root.members("tagOwners")) {
      String tag = member.name().value().strip();
      var words = Fields.strings(member.value(), path(tag), root.remarks());
      var selectors = scope.selectors().read(words, Place.OWNER, path(tag) + ": ");
      if (nameFault(tag).isEmpty()) {
        owners.put(new TagName(tag), selectors);
      }
    }
    return owners;
  }

  private static String path(String tag) {
    return "tagOwners[" + Quoted.of(tag) + "]";
  }

  /// The rules and words of `CheckTag` in Tailscale's `tailcfg`.
  private static Optional<String> nameFault(String tag) {
    if (!tag.startsWith(TagName.PREFIX)) {
      return Optional.of("tags must start with 'tag:'");
    }
    String name = tag.substring(TagName.PREFIX.length());
    if (name.isEmpty()) {
      return Optional.of("tag names must not be empty");
    }
    if (!isLetter(name.charAt(0))) {
      return Optional.of("tag names must start with a letter, after 'tag:'");
    }
    boolean plain = name.chars().allMatch(c -> isLetter(c) || (c >= '0' && c <= '9') || c == '-');
    return plain
        ? Optional.empty()
        : Optional.of("tag names can only contain numbers, letters, or dashes");
  }

  private static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }
}
