package dev.wayleave.bench.fleet;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// The bytes of HTTP/2 (RFC 9113) and HPACK (RFC 7541) that a client of the control protocol needs.
final class Http2 {
  static final int HEADER = 9;
  static final int DATA = 0;
  static final int HEADERS = 1;
  static final int RST_STREAM = 3;
  static final int SETTINGS = 4;
  static final int PING = 6;
  static final int GOAWAY = 7;
  static final int END_STREAM = 1;
  static final int ACK = 1;
  static final int END_HEADERS = 4;

  /// `:status: 200` as an index of HPACK's static table.
  static final int STATUS_200 = 0x88;

  private static final int WINDOW_UPDATE = 8;
  private static final int INITIAL_WINDOW_SIZE = 4;
  private static final int LARGEST_WINDOW = Integer.MAX_VALUE;
  private static final int FIRST_WINDOW = 65_535;

  private Http2() {}

  /// What a client begins with; it never has to widen a window again.
  static byte[] begin() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(ascii("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
    byte[] window =
        ByteBuffer.allocate(6).putShort((short) INITIAL_WINDOW_SIZE).putInt(LARGEST_WINDOW).array();
    out.writeBytes(frame(SETTINGS, 0, 0, window));
    byte[] more = ByteBuffer.allocate(4).putInt(LARGEST_WINDOW - FIRST_WINDOW).array();
    out.writeBytes(frame(WINDOW_UPDATE, 0, 0, more));
    return out.toByteArray();
  }

  static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(HEADER + payload.length)
        .putInt((payload.length << 8) | type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  static byte[] post(int stream, String path, byte[] body) {
    ByteArrayOutputStream fields = new ByteArrayOutputStream();
    fields.write(0x83); // :method: POST
    fields.write(0x87); // :scheme: https
    literal(fields, 0x04, path);
    literal(fields, 0x01, "unused");
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(frame(HEADERS, END_HEADERS, stream, fields.toByteArray()));
    out.writeBytes(frame(DATA, END_STREAM, stream, body));
    return out.toByteArray();
  }

  /// A field without indexing, its name from the static table.
  private static void literal(ByteArrayOutputStream out, int name, String value) {
    byte[] bytes = ascii(value);
    out.write(name);
    out.write(bytes.length);
    out.writeBytes(bytes);
  }

  static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
