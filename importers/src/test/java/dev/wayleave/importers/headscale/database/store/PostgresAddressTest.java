package dev.wayleave.importers.headscale.database.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.tailnet.inventory.SourceException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PostgresAddressTest {
  private static PostgresAddress parse(String rest) throws SourceException {
    return PostgresAddress.parse(rest, Map.of("USER", "someone"));
  }

  @Test
  void readsAllParts() throws Exception {
    assertThat(parse("//me%40corp@db:5433/head%20scale?sslmode=verify-full&sslrootcert=%2Fca.pem"))
        .isEqualTo(
            new PostgresAddress("db", 5433, "head scale", "me@corp", "verify-full", "/ca.pem"));
  }

  @Test
  void takesDefaults() throws Exception {
    assertThat(parse("//[::1]/headscale"))
        .isEqualTo(new PostgresAddress("::1", 5432, "headscale", "someone", "prefer", null));
    assertThat(PostgresAddress.parse("//db/x", Map.of("PGUSER", "a", "USER", "b")).user())
        .isEqualTo("a");
    assertThatThrownBy(() -> PostgresAddress.parse("//db/x", Map.of()))
        .hasMessageContaining("PGUSER");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "//me:secret@db/x",
        "//me:secret@db:port/x",
        "//db/x?password=secret",
        "//db/x?user=secret",
        "//me%3Asecret@db/x",
        "//db",
        "//db/",
        "db/x",
        "//db/x?sslmode=some",
        "//a b:secret@/x"
      })
  void refusesInOneSentenceWithoutTheText(String rest) {
    assertThatThrownBy(() -> parse(rest))
        .isInstanceOf(SourceException.class)
        .hasMessageNotContaining("secret");
  }
}
