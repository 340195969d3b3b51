package dev.wayleave.protocol.noise;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// A server's reason to end a handshake, for a person to read.
///
/// ```
/// offset  size  field
/// 0       1     type: 3
/// 1       2     n, the length of what follows, big-endian
/// 3       n     UTF-8 text
/// ```
///
/// It is neither sealed nor proven: anyone on the way can read and write one. The client prints it
/// as `server error: "…"` and dials again. The text must never repeat what the client sent.
public record Refusal(String text) implements Answer {
  /// The longest text, in bytes of UTF-8. A client takes 65535; a reason needs no more than fits in
  /// a frame of any other type.
  public static final int MAX_TEXT = RecordFrame.MAX_CIPHERTEXT;

  public Refusal {
    if (utf8(text).length > MAX_TEXT) {
      throw new IllegalArgumentException("a refusal has at most " + MAX_TEXT + " bytes of text");
    }
  }

  /// A text from outside: cut where it is too long, broken UTF-8 and control characters replaced.
  static Refusal ofBody(byte[] body) {
    int length = Math.min(body.length, MAX_TEXT / REPLACEMENT_GROWTH);
    String text = new String(body, 0, length, StandardCharsets.UTF_8);
    return new Refusal(text.replaceAll("\\p{Cntrl}", "\ufffd"));
  }

  /// A broken byte becomes U+FFFD, which has three.
  private static final int REPLACEMENT_GROWTH = 3;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public byte[] toBytes() {
    byte[] body = utf8(text);
    ByteBuffer bytes = ByteBuffer.allocate(RecordFrame.HEADER_SIZE + body.length);
    return RecordFrame.putHeader(bytes, FrameType.REFUSAL, body.length).put(body).array();
  }
}
