package dev.wayleave.tailnet.policy.language;

import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.JsonBoolean;
import dev.wayleave.tailnet.policy.syntax.JsonNull;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.JsonString;
import dev.wayleave.tailnet.policy.syntax.Member;
import dev.wayleave.tailnet.policy.syntax.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The fields of one object in a policy, by name whatever its letter case; `null` is as good as
/// absent.
final class Fields {
  private final Map<String, Json> values = new HashMap<>();
  private final Position at;
  private final String where;
  private final Remarks remarks;

  private Fields(Position at, String where, Remarks remarks) {
    this.at = at;
    this.where = where;
    this.remarks = remarks;
  }

  /// Reads an object that may have the given fields and no other.
  ///
  /// @param where what the object is called in messages, for example `acls[3]`; empty for the
  ///   policy itself
  static Fields of(Json value, String where, Remarks remarks, String... known) {
    Fields fields = new Fields(value.at(), where, remarks);
    if (value instanceof JsonObject object) {
      object.members().forEach(member -> fields.add(member, known));
    } else if (!(value instanceof JsonNull)) {
      fields.expected(value, where, "an object");
    }
    return fields;
  }

  private void add(Member member, String[] known) {
    JsonString name = member.name();
    if (name.value().startsWith("#")) {
      // Headscale leaves such names to other programs, which keep data of their own there.
      remarks.note(name.at(), "the field " + Quoted.of(name.value()) + " is not read");
    } else if (Arrays.stream(known).noneMatch(name.value()::equalsIgnoreCase)) {
      // The hosted service's decoder; github.com/tailscale/terraform-provider-tailscale/issues/643.
      remarks.malformed(name.at(), "json: unknown field " + Quoted.of(name.value()));
    } else if (values.putIfAbsent(key(name.value()), member.value()) != null) {
      remarks.malformed(name.at(), "the name " + Quoted.of(name.value()) + " is there already");
    }
  }

  private static String key(String name) {
    return name.toLowerCase(Locale.ROOT);
  }

  Position at() {
    return at;
  }

  Remarks remarks() {
    return remarks;
  }

  /// The value of a field, null where it is absent or `null`.
  @Nullable Json value(String name) {
    Json value = values.get(key(name));
    return value instanceof JsonNull ? null : value;
  }

  boolean has(String name) {
    return value(name) != null;
  }

  /// The text of a field without surrounding space, empty where it is absent.
  String text(String name) {
    JsonString text = string(name);
    return text == null ? "" : text.value().strip();
  }

  @Nullable JsonString string(String name) {
    Json value = value(name);
    if (value == null || value instanceof JsonString) {
      return (JsonString) value;
    }
    expected(value, path(name), "a string");
    return null;
  }

  /// The name of a field or its older spelling, whichever is given. Both at once are refused: the
  /// reader would have to guess which of them holds.
  String either(String name, String older) {
    if (has(name) && has(older)) {
      remarks.malformed(
          at(older), path(older) + " is the older name of " + name + ", which is there too");
    }
    return has(name) ? name : older;
  }

  /// Where a field's value stands, or the object itself where there is none.
  Position at(String name) {
    Json value = value(name);
    return value == null ? at : value.at();
  }

  boolean flag(String name) {
    Json value = value(name);
    if (value instanceof JsonBoolean flag) {
      return flag.value();
    }
    if (value != null) {
      expected(value, path(name), "true or false");
    }
    return false;
  }

  /// The elements of a field that is an array; none where it is absent.
  List<Json> elements(String name) {
    return elements(value(name), path(name), remarks);
  }

  static List<Json> elements(@Nullable Json value, String path, Remarks remarks) {
    if (value instanceof JsonArray array) {
      return array.elements();
    }
    if (value != null && !(value instanceof JsonNull)) {
      expected(value, path, "an array", remarks);
    }
    return List.of();
  }

  /// The strings of a field that is an array of them.
  List<JsonString> strings(String name) {
    return strings(value(name), path(name), remarks);
  }

  static List<JsonString> strings(@Nullable Json value, String path, Remarks remarks) {
    List<JsonString> found = new ArrayList<>();
    for (Json element : elements(value, path, remarks)) {
      if (element instanceof JsonString string) {
        found.add(string);
      } else {
        expected(element, path, "a string", remarks);
      }
    }
    return found;
  }

  /// The texts of a field that is an array of strings, each without surrounding space.
  List<String> texts(String name) {
    return strings(name).stream().map(string -> string.value().strip()).toList();
  }

  /// The members of a field that is an object with names of the author's choice.
  List<Member> members(String name) {
    Json value = value(name);
    if (value instanceof JsonObject object) {
      distinct(object);
      return object.members();
    }
    if (value != null) {
      expected(value, path(name), "an object");
    }
    return List.of();
  }

  private void distinct(JsonObject object) {
    Set<String> names = new HashSet<>();
    for (Member member : object.members()) {
      if (!names.add(member.name().value())) {
        remarks.malformed(
            member.name().at(),
            "the name " + Quoted.of(member.name().value()) + " is there already");
      }
    }
  }

  private String path(String name) {
    return where.isEmpty() ? name : where + "." + name;
  }

  private void expected(Json value, String path, String kind) {
    expected(value, path, kind, remarks);
  }

  static void expected(Json value, String path, String kind, Remarks remarks) {
    remarks.malformed(value.at(), path + " must be " + kind + ", and this is " + value.kind());
  }
}
