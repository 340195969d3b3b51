package dev.wayleave.importers.headscale.running;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.charset.StandardCharsets;

/// One gRPC call with an empty question over a fresh HTTP/2 connection (RFC 9113).
///
/// This is all of HTTP/2 that one question on a local socket needs: one stream, and windows so wide
/// that an answer of any permitted size fits. Headers are sent as literals and those of the answer
/// are not read (HPACK, RFC 7541): an answer is one by its message. So no HTTP/2 library has to
/// come along for a call that a release from 2025 or before wants and later ones do not.
final class UnaryCall {
  private static final byte[] PREFACE =
      "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

  /// Length (3 bytes), type, flags, stream (4 bytes).
  private static final int FRAME_HEADER = 3 + 1 + 1 + 4;

  /// The most that a peer may put into a frame unless it was told otherwise.
  private static final int MAX_FRAME = 1 << 14;

  private static final int DATA = 0;
  private static final int HEADERS = 1;
  private static final int RST_STREAM = 3;
  private static final int SETTINGS = 4;
  private static final int PING = 6;
  private static final int GOAWAY = 7;
  private static final int WINDOW_UPDATE = 8;

  private static final int ACK = 0x1;
  private static final int END_STREAM = 0x1;
  private static final int END_HEADERS = 0x4;
  private static final int PADDED = 0x8;

  private static final short SETTING_HEADER_TABLE_SIZE = 1;
  private static final short SETTING_ENABLE_PUSH = 2;
  private static final short SETTING_INITIAL_WINDOW_SIZE = 4;

  private static final int WIDEST_WINDOW = Integer.MAX_VALUE;
  private static final int FIRST_WINDOW = 65_535;
  private static final int STREAM = 1;

  /// Before each message of gRPC: whether it is compressed (1 byte), and its length (4 bytes).
  private static final int MESSAGE_HEADER = 1 + 4;

  private final ByteChannel channel;
  private final int maxBytes;

  /// @param maxBytes how long an answer may be
  UnaryCall(ByteChannel channel, int maxBytes) {
    this.channel = channel;
    this.maxBytes = maxBytes;
  }

  /// Asks a method, for example `/headscale.v1.HeadscaleService/ListNodes`, and gives the message
  /// of the answer.
  ByteBuffer ask(String method) throws IOException {
    write(ByteBuffer.wrap(PREFACE));
    frame(SETTINGS, 0, 0, settings());
    frame(WINDOW_UPDATE, 0, 0, number(WIDEST_WINDOW - FIRST_WINDOW));
    frame(HEADERS, END_HEADERS, STREAM, headers(method));
    frame(DATA, END_STREAM, STREAM, ByteBuffer.allocate(MESSAGE_HEADER));
    return message(ByteBuffer.wrap(answer()));
  }

  private byte[] answer() throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    while (true) {
      ByteBuffer header = read(FRAME_HEADER);
      int length = (header.getShort() & 0xffff) << Byte.SIZE | (header.get() & 0xff);
      int type = header.get();
      int flags = header.get();
      int stream = header.getInt() & Integer.MAX_VALUE;
      if (length > MAX_FRAME) {
        throw new IOException("a frame of " + length + " bytes came, which is no HTTP/2");
      }
      ByteBuffer payload = read(length);
      boolean ended = (flags & END_STREAM) != 0 && stream == STREAM;
      switch (type) {
        case DATA -> {
          add(payload, flags, data);
          if (ended) {
            return data.toByteArray();
          }
        }
        case HEADERS -> {
          if (ended) {
            return data.toByteArray();
          }
        }
        case SETTINGS -> {
          if ((flags & ACK) == 0) {
            frame(SETTINGS, ACK, 0, ByteBuffer.allocate(0));
          }
        }
        case PING -> {
          if ((flags & ACK) == 0) {
            frame(PING, ACK, 0, payload);
          }
        }
        case RST_STREAM, GOAWAY -> throw new EOFException("the server broke off");
        default -> {
          // WINDOW_UPDATE, PRIORITY and whatever an extension adds concern those who send much.
        }
      }
    }
  }

  private void add(ByteBuffer payload, int flags, ByteArrayOutputStream data) throws IOException {
    int padding = (flags & PADDED) == 0 ? 0 : payload.get() & 0xff;
    int length = payload.remaining() - padding;
    if (length < 0 || data.size() + length > maxBytes) {
      throw new IOException("the answer is longer than " + maxBytes + " bytes");
    }
    byte[] part = new byte[length];
    payload.get(part);
    data.writeBytes(part);
  }

  private static ByteBuffer message(ByteBuffer data) throws IOException {
    if (data.remaining() < MESSAGE_HEADER) {
      throw new EOFException("the answer holds no message");
    }
    boolean compressed = data.get() != 0;
    int length = data.getInt();
    if (compressed || length != data.remaining()) {
      throw new IOException("the answer is not one plain message");
    }
    return data.slice();
  }

  private static ByteBuffer settings() {
    return ByteBuffer.allocate(3 * (Short.BYTES + Integer.BYTES))
        .putShort(SETTING_HEADER_TABLE_SIZE)
        .putInt(0)
        .putShort(SETTING_ENABLE_PUSH)
        .putInt(0)
        .putShort(SETTING_INITIAL_WINDOW_SIZE)
        .putInt(WIDEST_WINDOW)
        .flip();
  }

  private static ByteBuffer headers(String method) {
    ByteBuffer out = ByteBuffer.allocate(MAX_FRAME);
    literal(out, ":method", "POST");
    literal(out, ":scheme", "http");
    literal(out, ":path", method);
    literal(out, ":authority", "localhost");
    literal(out, "content-type", "application/grpc");
    literal(out, "te", "trailers");
    return out.flip();
  }

  /// A literal field without indexing and with a new name (RFC 7541 §6.2.2); its texts are shorter
  /// than the 127 bytes from which a length takes more than a byte.
  private static void literal(ByteBuffer out, String name, String value) {
    out.put((byte) 0);
    for (String text : new String[] {name, value}) {
      byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
      out.put((byte) bytes.length).put(bytes);
    }
  }

  private static ByteBuffer number(int value) {
    return ByteBuffer.allocate(Integer.BYTES).putInt(value).flip();
  }

  private void frame(int type, int flags, int stream, ByteBuffer payload) throws IOException {
    ByteBuffer frame = ByteBuffer.allocate(FRAME_HEADER + payload.remaining());
    frame.put((byte) (payload.remaining() >>> Short.SIZE)).putShort((short) payload.remaining());
    frame.put((byte) type).put((byte) flags).putInt(stream).put(payload);
    write(frame.flip());
  }

  private void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }

  private ByteBuffer read(int length) throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes) < 0) {
        throw new EOFException("the server ended the connection");
      }
    }
    return bytes.flip();
  }
}
