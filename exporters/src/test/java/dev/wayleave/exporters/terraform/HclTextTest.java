package dev.wayleave.exporters.terraform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HclTextTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "plain",
        "a\"b",
        "a\\",
        "\\\"",
        "${path.module}",
        "$${x}",
        "$$${x}",
        "%{ if true }",
        "%%{x",
        "$",
        "$ {",
        "<<EOT\nx\nEOT\n",
        "# no comment",
        "/* */",
        "}\nresource \"x\" \"y\" {",
        "\u0000\u001b[31m",
        "\u202Eevil",
        "\u2028",
        "日本語 😀",
        "\t\r\n",
        "=1+1",
        "{{ . }}"
      })
  void whateverATextHoldsIsReadBackAsThatText(String text) {
    String literal = HclText.quoted(text);

    assertThat(HclReader.unquoted(literal)).isEqualTo(text);
    assertThat(literal).doesNotContain("${").doesNotContain("%{").doesNotContain("\n");
    assertThat(HclReader.read("x {\n  a = " + literal + "\n}\n").getFirst().unquoted("a"))
        .isEqualTo(text);
  }

  @Test
  void halfAPairBecomesTheReplacementCharacter() {
    assertThat(HclText.quoted("a\ud800b")).isEqualTo("\"a\\ufffdb\"");
  }

  @Test
  void labelsAreNamesAndNeverTheSameTwice() {
    HclText.Labels labels = new HclText.Labels();

    assertThat(labels.of("db-1.tail.ts.net", "device")).isEqualTo("db_1_tail_ts_net");
    assertThat(labels.of("DB 1 tail ts net", "device")).isEqualTo("db_1_tail_ts_net_2");
    assertThat(labels.of("db_1_tail_ts_net_2", "device")).isEqualTo("db_1_tail_ts_net_2_2");
    assertThat(labels.of("日本語", "device")).isEqualTo("device");
    assertThat(labels.of("", "device")).isEqualTo("device_2");
    assertThat(labels.of("7up", "device")).isEqualTo("device_7up");
    assertThat(labels.of("\"]}${x}", "device")).isEqualTo("x");
    assertThat(labels.of("a".repeat(300), "device")).hasSize(60);
  }
}
