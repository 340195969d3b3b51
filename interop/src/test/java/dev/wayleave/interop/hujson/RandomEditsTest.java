package dev.wayleave.interop.hujson;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.policy.syntax.Edit;
import dev.wayleave.tailnet.policy.syntax.Json;
import dev.wayleave.tailnet.policy.syntax.JsonArray;
import dev.wayleave.tailnet.policy.syntax.JsonObject;
import dev.wayleave.tailnet.policy.syntax.Member;
import dev.wayleave.tailnet.policy.syntax.PolicyText;
import dev.wayleave.testkit.seed.Seed;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/// Edits of the texts that the reference is asked about, wherever comments and commas stand.
class RandomEditsTest {
  private static final int TEXTS = 20_000;

  /// A string, or else a comment in group 1.
  private static final Pattern COMMENT =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"|(//[^\\n]*+\\n|/\\*(?s:.*?)\\*/)");

  /// A place in a tree.
  ///
  /// @param json the whole text's value as it is to be, `\0` standing for the place
  private record Place(String path, boolean inArray, String json) {}

  @Test
  void editsChangeTheValueAndNoCommentElsewhere() throws Exception {
    Seed seed = Seed.printedFor("RandomEditsTest");
    int edits = 0;
    for (int number = 0; number < TEXTS; number++) {
      RandomGenerator random = seed.part(number).generator();
      PolicyText text = PolicyText.parse(RandomText.of(random));
      List<Place> places = new ArrayList<>();
      collect(text.root(), "", "\0", places);
      if (!places.isEmpty()) {
        edits++;
        Place place = places.get(random.nextInt(places.size()));
        String told =
            "text %d of seed %s, %s:%n%s".formatted(number, seed, place.path(), text.text());
        checkReplace(text, place, told);
        checkRemove(text, place, told);
        if (place.inArray()) {
          checkAdd(text, place, told);
        }
      }
    }
    assertThat(edits).isGreaterThan(TEXTS / 10);
  }

  private static void checkReplace(PolicyText text, Place place, String told) throws Exception {
    PolicyText edited = text.edit(new Edit.Replace(place.path(), "[9]"));
    assertThat(edited.root().toJson())
        .describedAs(told)
        .isEqualTo(place.json().replace("\0", "[9]"));
    assertThat(comments(edited)).describedAs(told).matches(kept -> isPartOf(kept, comments(text)));
  }

  private static void checkRemove(PolicyText text, Place place, String told) throws Exception {
    PolicyText edited = text.edit(new Edit.Remove(place.path()));
    String without = place.json().replaceFirst("(?s)(?:\"(?:[^\"\\\\]|\\\\.)*+\":)?+\0", "\0");
    String json = without.replace(",\0", "").replace("\0,", "").replace("\0", "");
    assertThat(edited.root().toJson()).describedAs(told).isEqualTo(json);
    assertThat(comments(edited)).describedAs(told).matches(kept -> isPartOf(kept, comments(text)));
  }

  private static void checkAdd(PolicyText text, Place place, String told) throws Exception {
    PolicyText before = text.edit(new Edit.Add(place.path(), "[9]"));
    assertThat(comments(before)).describedAs(told).isEqualTo(comments(text));
    assertThat(before.edit(new Edit.Remove(place.path())).root().toJson())
        .describedAs(told)
        .isEqualTo(text.root().toJson());
    String end = place.path().replaceFirst("[0-9]+$", "-");
    assertThat(comments(text.edit(new Edit.Add(end, "{\n\"a\": 1}"))))
        .describedAs(told)
        .isEqualTo(comments(text));
  }

  private static List<String> comments(PolicyText text) {
    return COMMENT
        .matcher(text.text())
        .results()
        .filter(match -> match.group(1) != null)
        .map(match -> match.group(1).strip())
        .toList();
  }

  /// Whether the one list is the other with some elements left out.
  private static boolean isPartOf(List<? extends String> part, List<String> whole) {
    int found = 0;
    for (String comment : whole) {
      if (found < part.size() && part.get(found).equals(comment)) {
        found++;
      }
    }
    return found == part.size();
  }

  /// @param around the whole text's JSON with `\0` in the place of this value
  private static void collect(Json value, String path, String around, List<Place> places) {
    if (value instanceof JsonArray array) {
      for (int i = 0; i < array.elements().size(); i++) {
        List<String> parts = new ArrayList<>();
        for (int j = 0; j < array.elements().size(); j++) {
          parts.add(i == j ? "\0" : array.elements().get(j).toJson());
        }
        String json = around.replace("\0", "[" + String.join(",", parts) + "]");
        places.add(new Place(path + "/" + i, true, json));
        collect(array.elements().get(i), path + "/" + i, json, places);
      }
    } else if (value instanceof JsonObject object) {
      for (int i = 0; i < object.members().size(); i++) {
        Member member = object.members().get(i);
        String name = member.name().value();
        if (object.members().stream().filter(m -> m.name().value().equals(name)).count() == 1) {
          List<String> parts = new ArrayList<>();
          for (int j = 0; j < object.members().size(); j++) {
            Member other = object.members().get(j);
            parts.add(other.name().toJson() + ":" + (i == j ? "\0" : other.value().toJson()));
          }
          String json = around.replace("\0", "{" + String.join(",", parts) + "}");
          String step = path + "/" + name.replace("~", "~0").replace("/", "~1");
          places.add(new Place(step, false, json));
          collect(member.value(), step, json, places);
        }
      }
    }
  }
}
