package dev.wayleave.protocol.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.wayleave.protocol.control.ControlException.Reason;
import dev.wayleave.protocol.key.MachineKey;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyReplyTest {
  private static final String DIGITS = "0123456789abcdef".repeat(4);
  private static final MachineKey KEY = MachineKey.ofHex(DIGITS);

  @Test
  void aServerThatSpeaksNoiseOnlyHasAZeroLegacyKey() {
    assertThat(KeyReply.of(KEY).toJson())
        .isEqualTo(
            "{\"legacyPublicKey\":\"mkey:"
                + "0".repeat(64)
                + "\",\"publicKey\":\"mkey:"
                + DIGITS
                + "\"}");
  }

  @Test
  void isReadBack() throws ControlException {
    KeyReply reply = new KeyReply(MachineKey.ofHex("ab".repeat(32)), KEY);
    assertThat(KeyReply.parse(bytes(reply.toJson()))).isEqualTo(reply);
    assertThat(KeyReply.parse(bytes("{\"publicKey\":\"mkey:" + DIGITS + "\",\"later\":1}")))
        .isEqualTo(KeyReply.of(KEY));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "[]", "{\"publicKey\":\"nodekey:00\"}", "{\"publicKey\":1}"})
  void otherTextIsRefused(String text) {
    refuses(text);
  }

  @Test
  void aReplyLongerThanAClientReadsIsRefused() {
    refuses("{}" + " ".repeat(KeyReply.MAX_SIZE));
  }

  private static void refuses(String text) {
    assertThatThrownBy(() -> KeyReply.parse(bytes(text)))
        .isInstanceOfSatisfying(
            ControlException.class, e -> assertThat(e.reason()).isEqualTo(Reason.BAD_KEY_REPLY));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
