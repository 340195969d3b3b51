package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.posture.Condition;
import dev.wayleave.tailnet.policy.posture.ConditionException;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the section `postures`: `posture:NAME` to conditions that a device must all meet.
final class PosturesReader {
  private static final String PREFIX = "posture:";

  private PosturesReader() {}

  static Map<String, List<String>> read(Fields root) {
    Map<String, List<String>> postures = new LinkedHashMap<>();
    for (Member member : root.members("postures")) {
      String name = member.name().value().strip();
      String path = "postures[" + Quoted.of(name) + "]";
      if (!name.startsWith(PREFIX) || name.length() == PREFIX.length()) {
        root.remarks()
            .fault(member.name().at(), path + ": posture names must start with 'posture:'");
      }
      postures.put(name, conditions(member, path, root));
    }
    return postures;
  }

  private static List<String> conditions(Member member, String path, Fields root) {
    List<String> conditions = new ArrayList<>();
    for (JsonString word : Fields.strings(member.value(), path, root.remarks())) {
      try {
        conditions.add(Condition.parse(word.value()).text());
      } catch (ConditionException e) {
        root.remarks()
            .fault(
                place(word, e.offset()), path + ": " + Quoted.of(word.value()) + ": " + e.reason());
      }
    }
    return conditions;
  }

  /// The place within a string, where it was written as it is read; else that of the string.
  private static Position place(JsonString word, int offset) {
    boolean plain =
        word.value().chars().allMatch(c -> c >= ' ' && c < 0x7f && c != '"' && c != '\\');
    return plain ? new Position(word.at().line(), word.at().column() + 1 + offset) : word.at();
  }
}
