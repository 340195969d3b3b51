package dev.wayleave.tailnet.policy.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyEditTest {
  private static final String POLICY =
      """
      // Who may do what.
      {
        "acls": [
          // All may read.
          {"action": "accept", "src": ["*"], "dst": ["tag:web:80"]}, // since May

          // Operators may do everything
          // else, too.
          {"action": "accept", "src": ["group:ops"], "dst": ["*:*"]}, // of course
        ],

        /* No tests yet. */
        "tests": [],
        "hosts": {"a": "10.0.0.1", "b": "10.0.0.2"} // two
      }
      """;

  private static String edited(String text, Edit... edits) throws Exception {
    return PolicyText.parse(text).edit(edits).text();
  }

  @Test
  void aMemberIsAddedAfterTheLastAndItsComment() throws Exception {
    assertThat(edited(POLICY, new Edit.Add("/groups", "{\n\"group:ops\": [\"alice@\"]}")))
        .isEqualTo(
            POLICY.replace(
                "} // two\n",
                """
                }, // two
                  "groups": {
                    "group:ops": ["alice@"]
                  }
                """));
  }

  @Test
  void anElementIsAddedBeforeAnotherAndItsComment() throws Exception {
    assertThat(edited(POLICY, new Edit.Add("/acls/1", "{\"action\":\"accept\"}")))
        .isEqualTo(
            POLICY.replace("    // Operators", "    {\"action\": \"accept\"},\n    // Operators"));
  }

  @Test
  void anElementIsAddedAfterTheLast() throws Exception {
    assertThat(edited(POLICY, new Edit.Add("/acls/-", "{\"action\":\"accept\"}")))
        .isEqualTo(
            POLICY.replace("// of course\n", "// of course\n    {\"action\": \"accept\"},\n"));
  }

  @Test
  void anElementGoesWithItsComments() throws Exception {
    assertThat(edited(POLICY, new Edit.Remove("/acls/1")))
        .isEqualTo(
            """
            // Who may do what.
            {
              "acls": [
                // All may read.
                {"action": "accept", "src": ["*"], "dst": ["tag:web:80"]}, // since May
              ],

              /* No tests yet. */
              "tests": [],
              "hosts": {"a": "10.0.0.1", "b": "10.0.0.2"} // two
            }
            """);
  }

  @Test
  void theLastMemberTakesTheCommaBeforeItAlong() throws Exception {
    assertThat(edited(POLICY, new Edit.Remove("/hosts")))
        .isEqualTo(
            POLICY.replace(
                """
                  "tests": [],
                  "hosts": {"a": "10.0.0.1", "b": "10.0.0.2"} // two
                """,
                """
                  "tests": []
                """));
  }

  @Test
  void aReplacedValueLeavesAllElse() throws Exception {
    assertThat(edited(POLICY, new Edit.Replace("/acls/0/src/0", "\"group:dev\"")))
        .isEqualTo(POLICY.replace("\"*\"", "\"group:dev\""));
  }

  @Test
  void aMemberThatIsThereIsReplacedByAdding() throws Exception {
    assertThat(edited(POLICY, new Edit.Add("/hosts/b", "\"10.0.0.3\"")))
        .isEqualTo(POLICY.replace("10.0.0.2", "10.0.0.3"));
  }

  @Test
  void aNewNameLeavesAllElse() throws Exception {
    assertThat(edited(POLICY, new Edit.Rename("/hosts/b", "c\"d")))
        .isEqualTo(POLICY.replace("\"b\"", "\"c\\\"d\""));
  }

  @Test
  void changesAreMadeOneAfterTheOther() throws Exception {
    assertThat(
            edited(
                "{}",
                new Edit.Add("/a~1b", "[]"),
                new Edit.Add("/a~1b/0", "1"),
                new Edit.Add("/c", "null"),
                new Edit.Rename("/a~1b", "~"),
                new Edit.Add("/~0/-", "2"),
                new Edit.Remove("/c")))
        .isEqualTo("{\"~\": [1, 2]}");
  }

  @Test
  void valuesOfATreeCanBeInserted() throws Exception {
    Json value = PolicyText.parse("{\"a\" : [1] // c\n}").root();
    assertThat(edited("[]", new Edit.Add("/0", value))).isEqualTo("[{\"a\": [1]}]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "add     | {}                  | /a  | {\"a\": 9}",
        "add     | {%}                 | /a  | {%.\"a\": 9%}",
        "add     | { // c%}            | /a  | { // c%.\"a\": 9,%}",
        "add     | { /* c */ }         | /a  | { /* c */ \"a\": 9 }",
        "add     | [1,2]               | /0  | [9, 1,2]",
        "add     | [ 1, 2 ]            | /-  | [ 1, 2, 9 ]",
        "add     | [1, 2,]             | /-  | [1, 2, 9,]",
        "add     | [1, 2 /* b */ ]     | /-  | [1, 2 /* b */, 9 ]",
        "add     | [1, // c%2]         | /-  | [1, // c%2,%9]",
        "add     | [1, 2 // c%]        | /-  | [1, 2, // c%.9%]",
        "add     | [%.1,%.2%]          | /1  | [%.1,%.9,%.2%]",
        "add     | [%.1,%.2%]          | /2  | [%.1,%.2,%.9%]",
        "add     | [%.1, // a%.2, // b%] | /- | [%.1, // a%.2, // b%.9,%]",
        "remove  | [1, 2, 3]           | /0  | [2, 3]",
        "remove  | [1, 2, 3]           | /1  | [1, 3]",
        "remove  | [1, 2, 3]           | /2  | [1, 2]",
        "remove  | [1, 2, 3,]          | /2  | [1, 2,]",
        "remove  | [1 /*a*/, /*b*/ 2]  | /0  | [/*b*/ 2]",
        "remove  | [1 /*a*/, /*b*/ 2]  | /1  | [1 /*a*/]",
        "remove  | [1, // a%2]         | /1  | [1 // a%]",
        "remove  | [1, // a%2]         | /0  | [%2]",
        "remove  | [ // a%.1%]         | /0  | [ // a%]",
        "remove  | [%.// a%.1, // b%.// c%.2%] | /0 | [%.// c%.2%]",
        "remove  | [%.// a%%.1,%.2%]   | /0  | [%.// a%%.2%]",
        "replace | [%.1, // a%.2%]     | /0  | [%.9, // a%.2%]",
        "replace | // a%1 // b%        | ``  | // a%9 // b%",
      })
  void textAroundStaysAndCommentsFollowTheirValues(
      String what, String text, String path, String after) throws Exception {
    Edit edit =
        switch (what) {
          case "add" -> new Edit.Add(path, "9");
          case "remove" -> new Edit.Remove(path);
          case "replace" -> new Edit.Replace(path, "9");
          default -> throw new IllegalArgumentException(what);
        };
    assertThat(edited(lines(text), edit)).isEqualTo(lines(after));
  }

  private static String lines(String text) {
    return text.replace('%', '\n').replace('.', '\t');
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "/b     | there is no \"/b\"",
        "/a/2   | there is no \"/a/2\": the array has 2 elements",
        "/a/-   | \"/a/-\" does not end with the index of an element",
        "/a/01  | \"/a/01\" does not end with the index of an element",
        "/a/0/x | \"/a/0\" is neither an object nor an array",
        "/c     | \"/c\" is there twice",
        "a      | the path \"a\" does not begin with /",
        "/~2    | the path \"/~2\" has a ~ that is neither ~0 (for ~) nor ~1 (for /)",
        "``     | the whole policy cannot be removed",
      })
  void aPathThatLeadsNowhereIsToldSo(String path, String told) {
    assertRefused("{\"a\": [1, 2], \"c\": 1, \"c\": 2}", new Edit.Remove(path), told);
  }

  @Test
  void aValueThatCannotStandThereIsRefused() {
    assertRefused(
        "[1]", new Edit.Add("/2", "2"), "\"/2\" is beyond the end: the array has 1 elements");
    assertRefused(
        "[]",
        new Edit.Add("/0", "[1"),
        "the value cannot be read: line 1, column 3: expected ',' or ']', found the end of the text;"
            + " the '[' at line 1, column 1 is still open");
    assertRefused("[]", new Edit.Add("/0", "1 // c\n"), "comments can stand within the value only");
    assertRefused(
        "{\"a\": 1, \"b\": 2}",
        new Edit.Rename("/a", "b"),
        "\"/a\" cannot be renamed: the name \"b\" is taken");
    assertRefused("[1]", new Edit.Rename("/0", "b"), "\"/0\" is no member of an object");
    String deep = "[".repeat(199) + "]".repeat(199);
    assertRefused(
        "[[]]", new Edit.Add("/0/0", deep), "\"/0/0\": values are nested deeper than 200 levels");
  }

  private static void assertRefused(String text, Edit edit, String told) {
    assertThatExceptionOfType(PolicyEditException.class)
        .isThrownBy(() -> edited(text, edit))
        .withMessage(told);
  }
}
