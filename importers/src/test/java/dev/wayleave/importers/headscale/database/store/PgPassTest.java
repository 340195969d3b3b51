package dev.wayleave.importers.headscale.database.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.tailnet.model.SecretText;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PgPassTest {
  private static Optional<String> find(String content) {
    return PgPass.parse(content)
        .find("db.example.com", 5432, "headscale", "me")
        .map(SecretText::reveal);
  }

  @Test
  void firstLineThatFitsDecides() {
    assertThat(
            find(
                """
                # db.example.com:5432:headscale:me:commented
                other:5432:headscale:me:other
                db.example.com:5432:headscale:me:first
                db.example.com:5432:headscale:me:second
                """))
        .contains("first");
  }

  @Test
  void starsStandForAnything() {
    assertThat(find("*:*:*:*:any")).contains("any");
    assertThat(find("*:*:*:you:any")).isEmpty();
    assertThat(find("\\*:5432:headscale:me:literal")).isEmpty();
  }

  @Test
  void backslashesEscape() {
    assertThat(find("*:*:*:me:a\\:b\\\\c")).contains("a:b\\c");
    assertThat(find("db.example.com:5432:head\\scale:me:x")).contains("x");
  }

  @Test
  void linesWithTooFewFieldsAreSkipped() {
    assertThat(find("*:*:*:me\n*:*:*:me:right")).contains("right");
  }

  @Test
  void aPasswordEndsAtAColonAsInLibpq() {
    assertThat(find("*:*:*:me:pass:rest")).contains("pass");
  }
}
