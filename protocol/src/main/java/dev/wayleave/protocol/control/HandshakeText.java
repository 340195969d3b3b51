package dev.wayleave.protocol.control;

import dev.wayleave.protocol.control.ControlException.Reason;
import dev.wayleave.protocol.noise.Initiation;
import dev.wayleave.protocol.noise.NoiseException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/// An [Initiation] as a header or query parameter carries it: base64 (RFC 4648 §4) with padding.
public final class HandshakeText {
  private static final int BYTES_PER_GROUP = 3;
  private static final int CHARACTERS_PER_GROUP = 4;

  /// 136 characters, the last one padding; nothing longer is decoded.
  public static final int LENGTH =
      Math.ceilDiv(Initiation.SIZE, BYTES_PER_GROUP) * CHARACTERS_PER_GROUP;

  private HandshakeText() {}

  static Initiation parse(@Nullable String encoded) throws ControlException {
    if (encoded == null || encoded.isEmpty()) {
      throw new ControlException(Reason.NO_HANDSHAKE, "the request has no " + Upgrade.HANDSHAKE);
    }
    if (encoded.length() != LENGTH) {
      throw new ControlException(
          Reason.BAD_HANDSHAKE, Upgrade.HANDSHAKE + " must have " + LENGTH + " characters");
    }
    return decode(encoded);
  }

  private static Initiation decode(String encoded) throws ControlException {
    try {
      return Initiation.parse(Base64.getDecoder().decode(encoded));
    } catch (IllegalArgumentException notBase64) {
      // The cause is dropped: its message repeats what was sent.
      throw new ControlException(Reason.BAD_HANDSHAKE, Upgrade.HANDSHAKE + " is not base64");
    } catch (NoiseException e) {
      throw new ControlException(
          Reason.BAD_HANDSHAKE, Upgrade.HANDSHAKE + " is no handshake: " + e.getMessage(), e);
    }
  }

  /// The text of a header; in a URL it is percent-encoded as well.
  public static String of(Initiation initiation) {
    return Base64.getEncoder().encodeToString(initiation.toBytes());
  }
}
