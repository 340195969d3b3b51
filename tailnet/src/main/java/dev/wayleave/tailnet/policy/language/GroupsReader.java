package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Reads the section `groups`: `group:NAME` to its members, each a login.
final class GroupsReader {
  private static final String PREFIX = "group:";

  private GroupsReader() {}

  static Map<String, List<Selector.Login>> read(Fields root) {
    Map<String, List<Selector.Login>> groups = new LinkedHashMap<>();
    // From the last group to the first: of several faulty groups, the recorded answers of the
    // hosted service name the last.
    for (Member member : root.members("groups").reversed()) {
      String name = member.name().value().strip();
      String path = "groups[" + Quoted.of(name) + "]";
      if (!name.startsWith(PREFIX) || name.length() == PREFIX.length()) {
        root.remarks().fault(member.name().at(), path + ": group names must start with 'group:'");
      }
      groups.put(name, members(Fields.strings(member.value(), path, root.remarks()), path, root));
    }
    Map<String, List<Selector.Login>> ordered = new LinkedHashMap<>();
    List.copyOf(groups.keySet()).reversed().forEach(name -> ordered.put(name, groups.get(name)));
    return ordered;
  }

  private static List<Selector.Login> members(List<JsonString> words, String path, Fields root) {
    List<Selector.Login> members = new ArrayList<>();
    for (JsonString word : words) {
      String login = word.value().strip();
      if (login.startsWith(PREFIX)) {
        root.remarks()
            .fault(
                word.at(), path + ": " + Quoted.of(login) + ": group members cannot be recursive");
      } else if (!SelectorReader.isLogin(login)) {
        root.remarks()
            .fault(word.at(), path + ": " + Quoted.of(login) + ": group members must be users");
      } else {
        members.add(new Selector.Login(word.at(), login));
      }
    }
    return members;
  }
}
