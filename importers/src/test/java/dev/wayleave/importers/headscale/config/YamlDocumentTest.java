package dev.wayleave.importers.headscale.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.inventory.SourceException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class YamlDocumentTest {
  @Test
  void keepsScalarsAsWrittenAndCountsLinesFromOne() throws Exception {
    SettingValue.Table table = YamlDocument.parse("c.yaml", "\na: 0770\nB:\n  - 1e3\n  - ~\n");

    assertThat(table.print()).isEqualTo("{a: 0770, b: [1e3, ]}");
    assertThat(table.entries()).extractingByKey("a").extracting(SettingValue::line).isEqualTo(2);
  }

  @Test
  void resolvesAliasesAndMerges() throws Exception {
    String text = "base: &b {x: 1, y: 2}\none: {<<: *b, y: 3}\ntwo: *b\n";

    assertThat(YamlDocument.parse("c.yaml", text).print())
        .isEqualTo("{base: {x: 1, y: 2}, one: {y: 3, x: 1}, two: {x: 1, y: 2}}");
  }

  @Test
  void namesTheLineOfASyntaxErrorAndNothingOfItsContent() {
    assertThatThrownBy(() -> YamlDocument.parse("/etc/c.yaml", "a: 1\npass: \"hunter2\n"))
        .isInstanceOf(SourceException.class)
        .hasNoCause()
        .hasMessageContaining("/etc/c.yaml, line 3: ")
        .hasMessageNotContaining("hunter2")
        .hasMessageNotContaining("\n");
  }

  @Test
  void refusesAKeyThatStandsTwice() {
    assertThatThrownBy(() -> YamlDocument.parse("c.yaml", "a: 1\nb: 2\nA: 3\n"))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "c.yaml, line 3: the key A stands twice: correct the line or give another file.");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "---\n", "just a text", "- a\n- list", "# only a comment\n"})
  void refusesWhatHoldsNoSettings(String text) {
    assertThatThrownBy(() -> YamlDocument.parse("c.yaml", text))
        .isInstanceOf(SourceException.class)
        .hasMessage("c.yaml holds no settings: give the path of Headscale's config.yaml.");
  }

  @Test
  void boundsWhatAliasesMultiply() {
    StringBuilder bomb = new StringBuilder("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
    for (int level = 1; level < 7; level++) {
      String one = "*l" + (level - 1);
      bomb.append(
          "l%d: &l%d [%s, %s, %s, %s, %s, %s, %s]\n"
              .formatted(level, level, one, one, one, one, one, one, one));
    }
    assertThatThrownBy(() -> YamlDocument.parse("c.yaml", bomb.toString()))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("aliases repeat too much");
  }

  @Test
  void refusesAnAliasOfItself() {
    assertThatThrownBy(() -> YamlDocument.parse("c.yaml", "a: &a [*a]\n"))
        .isInstanceOf(SourceException.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 100_000})
  void boundsDepth(int depth) {
    assertThatThrownBy(
            () -> YamlDocument.parse("c.yaml", "a: " + "[".repeat(depth) + "]".repeat(depth)))
        .isInstanceOf(SourceException.class);
  }

  @Test
  void boundsLength() {
    assertThatThrownBy(() -> YamlDocument.parse("c.yaml", "a: " + "x".repeat(2_000_000)))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("too long");
  }

  @Test
  void refusesTagsThatWouldConstructObjects() {
    assertThatThrownBy(() -> YamlDocument.parse("c.yaml", "a: !!java.net.URL [x]\n"))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("c.yaml, line 1: Global tag is not allowed");
  }
}
