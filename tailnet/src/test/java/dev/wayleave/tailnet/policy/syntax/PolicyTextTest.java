package dev.wayleave.tailnet.policy.syntax;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PolicyTextTest {
  private static Json read(String text) throws PolicySyntaxException {
    return PolicyText.parse(text).root();
  }

  private static PolicySyntaxException refused(String text) {
    return assertThatExceptionOfType(PolicySyntaxException.class)
        .isThrownBy(() -> PolicyText.parse(text))
        .actual();
  }

  /// A text in which characters that cannot be seen are written as in Java, but with `%`.
  private static String visible(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (text.charAt(i) != '%') {
        out.append(text.charAt(i));
      } else if (text.charAt(++i) == 'n') {
        out.append('\n');
      } else {
        out.append((char) HexFormat.fromHexDigits(text, i + 1, i + 5));
        i += 4;
      }
    }
    return out.toString();
  }

  @Test
  void everyValueHasItsPlace() throws PolicySyntaxException {
    String text = "// c\n{\n\t\"é😀\": [1, true],\r\n  /* x\n */ \"b\" : null,}\n";
    assertThat(read(text))
        .isEqualTo(
            new JsonObject(
                new Position(2, 1),
                List.of(
                    new Member(
                        new JsonString(new Position(3, 2), "é😀"),
                        new JsonArray(
                            new Position(3, 8),
                            List.of(
                                new JsonNumber(new Position(3, 9), "1"),
                                new JsonBoolean(new Position(3, 12), true)))),
                    new Member(
                        new JsonString(new Position(5, 5), "b"),
                        new JsonNull(new Position(5, 11))))));
  }

  @Test
  void aNameMayBeThereTwice() throws PolicySyntaxException {
    assertThat(((JsonObject) read("{\"a\":1,\"a\":2}")).members()).hasSize(2);
  }

  @Test
  void valuesAreWrittenInTheirOrderAndNumbersAsTheyWere() throws PolicySyntaxException {
    assertThat(
            read("{ \"z\" : [1.50, -0, 1E+3, ], // c\n \"a\" : {\"\\u000b\\/\" : \"\\ud83d\\ude00\\n\"} }")
                .toJson())
        .isEqualTo("{\"z\":[1.50,-0,1E+3],\"a\":{\"\\u000b/\":\"😀\\n\"}}");
  }

  @Test
  void emptyObjectsAndArraysAreWritten() throws PolicySyntaxException {
    assertThat(read("[ {}, [ ], ]").toJson()).isEqualTo("[{},[]]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{%n  \"acls\": }         | line 2, column 11: expected a value, found '}'",
        "{\"a\": 1 \"b\": 2}      | line 1, column 9: expected ',' or '}', found '\"'",
        "{\"a\" 1}                | line 1, column 6: expected ':' after the name of a member, found '1'",
        "{foo: 1}                 | line 1, column 2: expected the name of a member in double quotes or '}', found 'f'",
        "{,}                      | line 1, column 2: expected the name of a member in double quotes or '}', found ','",
        "[1,,2]                   | line 1, column 4: expected a value, found ','",
        "[1]]                     | line 1, column 4: expected the end of the text, found ']'",
        "{} {}                    | line 1, column 4: expected the end of the text, found '{'",
        "{\"a\": [%n 1            | line 2, column 3: expected ',' or ']', found the end of the text; the '[' at line 1, column 7 is still open",
        "[01]                     | line 1, column 2: 01 is not a number of JSON",
        "[+1]                     | line 1, column 2: +1 is not a number of JSON",
        "[1.]                     | line 1, column 2: 1. is not a number of JSON",
        "[.5]                     | line 1, column 2: .5 is not a number of JSON",
        "[1e]                     | line 1, column 2: 1e is not a number of JSON",
        "[-]                      | line 1, column 2: - is not a number of JSON",
        "[True]                   | line 1, column 2: True is not a value of JSON; text stands in double quotes",
        "['a']                    | line 1, column 2: expected a value, found '''; strings stand in double quotes (\")",
        "[“a”]                    | line 1, column 2: expected a value, found '“' (U+201C); strings stand in double quotes (\")",
        "[\"a%n\"]                | line 1, column 2: this string has no closing quote on its line",
        "[\"a                     | line 1, column 2: this string has no closing quote on its line",
        "[\"é%u0001\"]            | line 1, column 4: a string cannot hold U+0001; write \\u0001",
        "[\"%u0000\"]             | line 1, column 3: a string cannot hold U+0000; write \\u0000",
        "[\"\\x\"]                | line 1, column 3: a backslash before 'x' is no escape sequence of JSON",
        "[\"\\u12\"]              | line 1, column 3: \\u needs four hexadecimal digits",
        "[\"😀\\ud800\"]          | line 1, column 4: \\ud800 is half of a surrogate pair and no character alone",
        "[\"\\udc00\"]            | line 1, column 3: \\udc00 is half of a surrogate pair and no character alone",
        "[\"%ud800\"]             | line 1, column 3: U+D800 is half of a surrogate pair and no character alone",
        "/* %udc00 */ 1           | line 1, column 4: U+DC00 is half of a surrogate pair and no character alone",
        "%ufeff{}                 | line 1, column 1: the text begins with a byte order mark (U+FEFF); save it without one",
        "{%u00a0}                 | line 1, column 2: expected the name of a member in double quotes or '}', found U+00A0",
        "[1%u0000]                | line 1, column 3: expected ',' or ']', found U+0000",
        "{} // c                  | line 1, column 4: this comment has no line feed at its end",
        "{} /* c *                | line 1, column 4: this comment has no */ at its end",
        "{ / }                    | line 1, column 3: expected the name of a member in double quotes or '}', found '/'",
        "[1, // a%u2028%n2]       | line 1, column 9: a comment after // cannot hold U+2028",
      })
  void aFaultIsToldWithItsPlace(String text, String told) {
    assertThat(refused(visible(text)).describe()).isEqualTo(told);
  }

  @Test
  void emptyTextIsNoValue() {
    assertThat(refused("").describe())
        .isEqualTo("line 1, column 1: expected a value, found the end of the text");
  }

  @Test
  void mistakesWithinValuesAreToldTogether() {
    PolicySyntaxException refused = refused("{\"a\": 01,\n \"b\": nul,\n \"c\\q\": ]}");
    assertThat(refused.faults())
        .extracting(SyntaxFault::at)
        .containsExactly(
            new Position(1, 7), new Position(2, 7), new Position(3, 4), new Position(3, 9));
    assertThat(refused).hasMessage("01 is not a number of JSON");
  }

  @Test
  void noMoreThanTwentyMistakesAreTold() {
    assertThat(refused("[" + "01,".repeat(1000) + "]").faults()).hasSize(20);
  }

  @Test
  void bytesThatAreNoUtf8AreAFaultWithItsPlace() {
    byte[] bytes = "{\n\"é?\"}".getBytes(StandardCharsets.UTF_8);
    bytes[5] = (byte) 0xff;
    assertThatExceptionOfType(PolicySyntaxException.class)
        .isThrownBy(() -> PolicyText.parse(bytes))
        .satisfies(e ->
            assertThat(e.describe()).isEqualTo("line 2, column 3: the byte 0xff is not UTF-8"));
  }

  @Test
  void bytesOfUtf8AreRead() throws PolicySyntaxException {
    assertThat(PolicyText.parse("[\"é😀\"]".getBytes(StandardCharsets.UTF_8)).root().toJson())
        .isEqualTo("[\"é😀\"]");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[", "{\"a\":"})
  void nestingHasALimit(String opening) {
    assertThat(refused(opening.repeat(1_000_000)).position())
        .isEqualTo(new Position(1, 200 * opening.length() + 1));
  }

  @Test
  void theDeepestTextThatIsReadCanBeFollowedDown() throws PolicySyntaxException {
    String text = "{\"a\":".repeat(199) + "[]" + "}".repeat(199);
    assertThat(read(text)).isEqualTo(read(text)).hasSameHashCodeAs(read(text));
    assertThat(read(text).toJson()).isEqualTo(text);
    assertThat(PolicyText.parse(PolicyText.parse(text).format()).root().toJson()).isEqualTo(text);
  }

  /// A loop over the rest of the text for each value would take hours.
  @ParameterizedTest
  @ValueSource(strings = {"1,", "\"é\", ", "{\"a\":[]},", "/**/1,"})
  @Timeout(60)
  void megabytesAreReadAndFormattedInOnePass(String element) throws PolicySyntaxException {
    String text = "[" + element.repeat(1_000_000 / element.length()) + "1]";
    assertThat(PolicyText.parse(text).format()).hasSizeGreaterThan(text.length() / 2);
  }

  @Test
  void tenMegabytesAreReadInSeconds() throws PolicySyntaxException {
    String element = "{\"action\": \"accept\", \"src\": [\"*\"]}, // c\n";
    String text = "[" + element.repeat(10_000_000 / element.length()) + "]";
    long begin = System.nanoTime();
    PolicyText read = PolicyText.parse(text);
    assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(20));
    assertThat(((JsonArray) read.root()).elements()).hasSizeGreaterThan(200_000);
  }
}
