package dev.wayleave.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SafeTextTest {
  @Test
  void escapesWhatMovesACursorOrTurnsTheDirection() {
    assertThat(SafeText.line("a\u001b[2Jb\r\n\tc")).isEqualTo("a\\u001b[2Jb\\r\\n\\tc");
    assertThat(SafeText.line("user\u202egnp.exe")).isEqualTo("user\\u202egnp.exe");
    assertThat(SafeText.line("zero\u200bwidth\u2066")).isEqualTo("zero\\u200bwidth\\u2066");
    assertThat(SafeText.line("\udb40\udc41")).isEqualTo("\\U000e0041");
  }

  @Test
  void leavesLettersOfEveryScriptAlone() {
    assertThat(SafeText.line("zoë 雪 שלום 🙂")).isEqualTo("zoë 雪 שלום 🙂");
  }

  @Test
  void cutsBetweenCharactersNotWithinThem() {
    assertThat(SafeText.line("abcdef", 4)).isEqualTo("abc…");
    assertThat(SafeText.line("🙂🙂🙂", 4)).isEqualTo("🙂…");
  }
}
