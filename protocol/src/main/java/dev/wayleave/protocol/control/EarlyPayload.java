package dev.wayleave.protocol.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.control.ControlException.Reason;
import dev.wayleave.protocol.key.ChallengeKey;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// What a server says inside the encryption before HTTP/2 begins, if it wants to.
///
/// ```
/// offset  size  field
/// 0       5     magic: ff ff ff 54 53
/// 5       4     n, big-endian: at most 10485760
/// 9       n     JSON: {"nodeKeyChallenge":"chalpub:…"}
/// ```
///
/// Clients since capability version 49 understand it (`control/ts2021/conn.go`,
/// `tailcfg.EarlyNoise`). None uses the challenge today.
///
/// @param nodeKeyChallenge made for this connection; zero where there is none
public record EarlyPayload(ChallengeKey nodeKeyChallenge) implements Preamble {
  static final int MAGIC_SIZE = 5;
  static final int HEADER_SIZE = MAGIC_SIZE + Integer.BYTES;

  /// The longest JSON that the client reads.
  public static final int MAX_JSON = 10 << 20;

  private static final String CHALLENGE = "nodeKeyChallenge";
  private static final ChallengeKey NO_KEY = ChallengeKey.of(new byte[32]);

  static byte[] magic() {
    return new byte[] {(byte) 0xff, (byte) 0xff, (byte) 0xff, 'T', 'S'};
  }

  static EarlyPayload ofJson(byte[] json) throws ControlException {
    try {
      JsonNode object = JsonText.object(json);
      return new EarlyPayload(
          JsonText.string(object, CHALLENGE).map(ChallengeKey::parse).orElse(NO_KEY));
    } catch (IllegalArgumentException e) {
      throw new ControlException(
          Reason.BAD_EARLY_PAYLOAD, "an early payload is wrong: " + e.getMessage(), e);
    }
  }

  /// The frame, which goes into the first records.
  public byte[] toBytes() {
    byte[] json =
        JsonText.of(Map.of(CHALLENGE, nodeKeyChallenge.toString()))
            .getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(HEADER_SIZE + json.length)
        .put(magic())
        .putInt(json.length)
        .put(json)
        .array();
  }
}
