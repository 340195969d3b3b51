package dev.wayleave.protocol.control;

import com.fasterxml.jackson.databind.JsonNode;
import dev.wayleave.protocol.control.ControlException.Reason;
import dev.wayleave.protocol.key.MachineKey;
import java.util.LinkedHashMap;
import java.util.Map;

/// The reply to `GET /key?v=N`, where `N` is the client's
/// [dev.wayleave.protocol.CapabilityVersion]: `tailcfg.OverTLSPublicKeyResponse`.
///
/// ```json
/// {"legacyPublicKey":"mkey:000…","publicKey":"mkey:8de…"}
/// ```
///
/// The status is 200, and the client reads at most [#MAX_SIZE] bytes. While the legacy key is zero
/// it asks again at each login, but a control client that exists keeps the key that it was made
/// with.
///
/// @param legacy the key of the transport before Noise; zero where that is not spoken
/// @param noise the key that handshakes are made with
public record KeyReply(MachineKey legacy, MachineKey noise) {
  /// What a client reads of the reply.
  public static final int MAX_SIZE = 64 << 10;

  private static final String LEGACY = "legacyPublicKey";
  private static final String NOISE = "publicKey";
  private static final MachineKey NO_KEY = MachineKey.of(new byte[32]);

  /// The reply of a server that speaks Noise only.
  public static KeyReply of(MachineKey noise) {
    return new KeyReply(NO_KEY, noise);
  }

  public static KeyReply parse(byte[] json) throws ControlException {
    try {
      if (json.length > MAX_SIZE) {
        throw new IllegalArgumentException("it is longer than " + MAX_SIZE + " bytes");
      }
      JsonNode object = JsonText.object(json);
      return new KeyReply(key(object, LEGACY), key(object, NOISE));
    } catch (IllegalArgumentException e) {
      throw new ControlException(
          Reason.BAD_KEY_REPLY, "a reply to /key is wrong: " + e.getMessage(), e);
    }
  }

  private static MachineKey key(JsonNode object, String field) {
    return JsonText.string(object, field).map(MachineKey::parse).orElse(NO_KEY);
  }

  public String toJson() {
    Map<String, String> fields = new LinkedHashMap<>();
    fields.put(LEGACY, legacy.toString());
    fields.put(NOISE, noise.toString());
    return JsonText.of(fields);
  }
}
