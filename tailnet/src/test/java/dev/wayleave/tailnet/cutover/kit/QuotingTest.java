package dev.wayleave.tailnet.cutover.kit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuotingTest {
  static final String[] HOSTILE = HostileNames.ALL.toArray(new String[0]);

  @ParameterizedTest
  @FieldSource("HOSTILE")
  void aShellReadsBackWhatWasQuoted(String text) throws Exception {
    Process shell = new ProcessBuilder("/bin/sh", "-c", "printf %s " + Quoting.shell(text)).start();
    String read = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(shell.waitFor()).isZero();
    assertThat(read).isEqualTo(Quoting.line(text));
  }

  /// By the rules of its lexer: a literal string ends at the first quote, of any of five, that is
  /// not doubled.
  @ParameterizedTest
  @FieldSource("HOSTILE")
  void aLiteralOfPowerShellEndsWhereItShould(String text) {
    String literal = Quoting.powerShell(text);
    assertThat(literal).startsWith("'").endsWith("'");
    String quotes = "'\u2018\u2019\u201a\u201b";
    StringBuilder read = new StringBuilder();
    int end = -1;
    for (int i = 1; i < literal.length(); i++) {
      char c = literal.charAt(i);
      if (quotes.indexOf(c) >= 0) {
        if (i + 1 < literal.length() && quotes.indexOf(literal.charAt(i + 1)) >= 0) {
          i++;
        } else {
          end = i;
          break;
        }
      }
      read.append(c);
    }
    assertThat(end).isEqualTo(literal.length() - 1);
    assertThat(read.toString()).isEqualTo(Quoting.line(text));
  }

  @Test
  void typographicQuotesAreQuotesToPowerShell() {
    assertThat(Quoting.powerShell("a\u2019; calc; \u2018b"))
        .isEqualTo("'a\u2019\u2019; calc; \u2018\u2018b'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "|calc", "%0"})
  void noFieldOfATableIsAFormula(String text) {
    assertThat(Quoting.csv(text)).isEqualTo("\"'" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource({"a\"b\\c, '\"a\\\"b\\\\c\"'"})
  void aStringOfTheRegistryEscapesQuotesAndBackslashes(String text, String quoted) {
    assertThat(Quoting.registry(text)).isEqualTo(quoted);
  }

  @ParameterizedTest
  @FieldSource("HOSTILE")
  void aLineIsOneLine(String text) {
    assertThat(Quoting.line(text)).matches("[^\\p{Cntrl}\u2028\u2029\u202e]*");
  }

  @ParameterizedTest
  @FieldSource("HOSTILE")
  void aFileNameIsMadeOfLettersDigitsAndDashes(String text) {
    assertThat(SafeNames.of(text, "7")).matches("[a-z0-9][a-z0-9-]*-7");
    assertThat(new SafeNames().unique(text)).matches("[a-z0-9]([a-z0-9-]*[a-z0-9])?");
  }

  @Test
  void twoGroupsNeverShareAFolder() {
    SafeNames names = new SafeNames();
    assertThat(names.unique("a/b")).isEqualTo("a-b");
    assertThat(names.unique("a b")).isEqualTo("a-b-2");
    assertThat(names.unique("a/b")).isEqualTo("a-b");
    assertThat(names.unique("a-b-2")).isEqualTo("a-b-2-2");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ftp://a", "https://", "https://a b", "https://a'b", "https://a/$(x)", "https://a\nb",
        "https://u:p@a", "https://a/?q", "https://a\"", "javascript:x", "https://a/`x`", "//a"
      })
  void anythingOddInAUrlIsRefused(String url) {
    assertThatThrownBy(() -> new ControlUrl(url)).isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://a",
        "http://127.0.0.1:8080",
        "https://[fd7a::1]:443",
        "https://vpn.example/x_~y"
      })
  void urlsOfControlServersAreTaken(String url) {
    assertThat(new ControlUrl(url).text()).isEqualTo(url);
    assertThat(new ControlUrl(url + "/").text()).isEqualTo(url);
  }
}
