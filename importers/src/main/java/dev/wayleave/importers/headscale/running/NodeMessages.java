package dev.wayleave.importers.headscale.running;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads `ListNodesResponse` of `headscale.v1` in the encoding of Protocol Buffers: a field is a
/// number with a kind (`number << 3 | kind`) and a value (kind 0: a varint; 1: 8 bytes; 2: a length
/// and so many bytes; 5: 4 bytes).
///
/// The numbers of the fields of `Node` are the same from 0.23 to 0.29, where gRPC ends.
final class NodeMessages {
  private static final int VARINT = 0;
  private static final int EIGHT_BYTES = 1;
  private static final int BYTES = 2;
  private static final int FOUR_BYTES = 5;

  private static final int KIND_BITS = 3;
  private static final int VARINT_BITS = 7;
  private static final int LONGEST_VARINT = 10;

  private NodeMessages() {}

  /// @throws IllegalArgumentException where the bytes are no such message
  static List<RunningNode> read(ByteBuffer message) {
    List<RunningNode> nodes = new ArrayList<>();
    while (message.hasRemaining()) {
      Field field = Field.next(message);
      if (field.number == 1) {
        nodes.add(node(field.bytes));
      }
    }
    return nodes;
  }

  private static RunningNode node(ByteBuffer message) {
    long id = 0;
    String machineKey = "";
    String nodeKey = "";
    String hostname = "";
    String givenName = "";
    boolean online = false;
    Instant lastSeen = null;
    Instant expiry = null;
    List<String> addresses = new ArrayList<>();
    List<String> tags = new ArrayList<>();
    List<String> approved = new ArrayList<>();
    List<String> available = new ArrayList<>();
    while (message.hasRemaining()) {
      Field field = Field.next(message);
      switch (field.number) {
        case 1 -> id = field.value;
        case 2 -> machineKey = field.text();
        case 3 -> nodeKey = field.text();
        case 5 -> addresses.add(field.text());
        case 6 -> hostname = field.text();
        case 8 -> lastSeen = time(field.bytes);
        case 10 -> expiry = time(field.bytes);
        // Until 0.27: forced tags are 18, those that the policy grants 20; since 0.28 all are 26.
        case 18, 20, 26 -> tags.add(field.text());
        case 21 -> givenName = field.text();
        case 22 -> online = field.value != 0;
        case 23 -> approved.add(field.text());
        case 24 -> available.add(field.text());
        default -> {
          // What else a node has is in the database, or of no use here.
        }
      }
    }
    return new RunningNode(
        id,
        machineKey,
        nodeKey,
        addresses,
        hostname,
        givenName,
        expiry,
        lastSeen,
        online,
        tags.stream().distinct().toList(),
        approved,
        available);
  }

  /// Reads a `google.protobuf.Timestamp`.
  private static @Nullable Instant time(ByteBuffer message) {
    long seconds = 0;
    long nanos = 0;
    while (message.hasRemaining()) {
      Field field = Field.next(message);
      seconds = field.number == 1 ? field.value : seconds;
      nanos = field.number == 2 ? field.value : nanos;
    }
    return Instant.ofEpochSecond(seconds, nanos);
  }

  /// @param value of a varint; 0 otherwise
  /// @param bytes of the kind with a length; empty otherwise
  private record Field(int number, long value, ByteBuffer bytes) {
    private static final ByteBuffer NONE = ByteBuffer.allocate(0);

    static Field next(ByteBuffer in) {
      long key = varint(in);
      int number = (int) (key >>> KIND_BITS);
      return switch ((int) key & ((1 << KIND_BITS) - 1)) {
        case VARINT -> new Field(number, varint(in), NONE);
        case EIGHT_BYTES -> new Field(number, 0, slice(in, Long.BYTES));
        case BYTES -> new Field(number, 0, slice(in, varint(in)));
        case FOUR_BYTES -> new Field(number, 0, slice(in, Integer.BYTES));
        default -> throw new IllegalArgumentException("field " + number + " is of no known kind");
      };
    }

    String text() {
      return StandardCharsets.UTF_8.decode(bytes.duplicate()).toString();
    }

    private static ByteBuffer slice(ByteBuffer in, long length) {
      if (length < 0 || length > in.remaining()) {
        throw new IllegalArgumentException("a field is longer than its message");
      }
      ByteBuffer slice = in.slice(in.position(), (int) length);
      in.position(in.position() + (int) length);
      return slice;
    }

    /// Seven bits a byte, the lowest first; the eighth tells that another byte follows.
    private static long varint(ByteBuffer in) {
      long value = 0;
      for (int i = 0; i < LONGEST_VARINT && in.hasRemaining(); i++) {
        byte next = in.get();
        value |= (next & 0x7fL) << (VARINT_BITS * i);
        if (next >= 0) {
          return value;
        }
      }
      throw new IllegalArgumentException("a number has no end");
    }
  }
}
