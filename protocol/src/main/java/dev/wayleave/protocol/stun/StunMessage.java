package dev.wayleave.protocol.stun;

import dev.wayleave.protocol.stun.StunException.Reason;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;

/// A message with its attributes, before anybody asks what they mean.
///
/// @param type class and method, with the two leading zero bits
/// @param attributes in their order
record StunMessage(int type, TransactionId id, List<Attribute> attributes) {
  static final int BINDING_REQUEST = 0x0001;
  static final int BINDING_RESPONSE = 0x0101;
  static final int COOKIE = 0x2112a442;

  static final int HEADER_BYTES = Short.BYTES + Short.BYTES + Integer.BYTES + TransactionId.BYTES;
  static final int ATTRIBUTE_HEADER_BYTES = Short.BYTES + Short.BYTES;
  static final int FINGERPRINT_BYTES = ATTRIBUTE_HEADER_BYTES + Integer.BYTES;

  /// The MTU that every IPv6 path has: RFC 5389, section 7.1, sends nothing longer.
  static final int MAX_BYTES = 1280;

  /// Far more than a binding has.
  static final int MAX_ATTRIBUTES = 64;

  static final int FINGERPRINT = 0x8028;

  /// `STUN` in ASCII, so that the sum differs from one of an application's own.
  private static final int FINGERPRINT_MASK = 0x5354554e;

  private static final int PADDING = 4;

  /// @param value without its padding
  record Attribute(int type, ByteBuffer value) {}

  StunMessage {
    attributes = List.copyOf(attributes);
  }

  /// Reads a datagram; a fingerprint that is there must be right.
  static StunMessage parse(ByteBuffer datagram) throws StunException {
    ByteBuffer in = datagram.slice();
    if (in.limit() > MAX_BYTES) {
      throw new StunException(
          Reason.TOO_LONG, "%d bytes, at most %d are read".formatted(in.limit(), MAX_BYTES));
    }
    if (in.limit() < HEADER_BYTES || in.get(0) < 0 || (in.get(0) & 0x40) != 0) {
      throw new StunException(Reason.NOT_STUN, "the datagram does not begin as STUN does");
    }
    int type = Short.toUnsignedInt(in.getShort());
    int length = Short.toUnsignedInt(in.getShort());
    if (in.getInt() != COOKIE) {
      throw new StunException(Reason.NOT_STUN, "the datagram has not the cookie of STUN");
    }
    TransactionId id = TransactionId.readFrom(in);
    if (length > in.remaining()) {
      throw new StunException(
          Reason.MALFORMED_ATTRIBUTES,
          "%d bytes of attributes are announced, %d are there".formatted(length, in.remaining()));
    }
    in.limit(HEADER_BYTES + length);
    return new StunMessage(type, id, attributes(in));
  }

  /// The first attribute of a type.
  Optional<ByteBuffer> find(int type) {
    return attributes.stream()
        .filter(attribute -> attribute.type == type)
        .map(attribute -> attribute.value.duplicate())
        .findFirst();
  }

  boolean endsInFingerprint() {
    return !attributes.isEmpty() && attributes.getLast().type == FINGERPRINT;
  }

  /// Of all bytes before the buffer's position.
  static int fingerprint(ByteBuffer message) {
    CRC32 sum = new CRC32();
    sum.update(message.duplicate().flip());
    return (int) sum.getValue() ^ FINGERPRINT_MASK;
  }

  private static List<Attribute> attributes(ByteBuffer in) throws StunException {
    List<Attribute> attributes = new ArrayList<>();
    while (in.hasRemaining()) {
      if (attributes.size() == MAX_ATTRIBUTES) {
        throw new StunException(
            Reason.TOO_LONG, "more than %d attributes".formatted(MAX_ATTRIBUTES));
      }
      attributes.add(attribute(in));
    }
    return attributes;
  }

  private static Attribute attribute(ByteBuffer in) throws StunException {
    int start = in.position();
    if (in.remaining() < ATTRIBUTE_HEADER_BYTES) {
      throw new StunException(
          Reason.MALFORMED_ATTRIBUTES, "an attribute at byte %d has no length".formatted(start));
    }
    int type = Short.toUnsignedInt(in.getShort());
    int length = Short.toUnsignedInt(in.getShort());
    int padded = (length + PADDING - 1) / PADDING * PADDING;
    if (padded > in.remaining()) {
      throw new StunException(
          Reason.MALFORMED_ATTRIBUTES,
          "attribute %#06x at byte %d announces %d bytes, %d are left"
              .formatted(type, start, length, in.remaining()));
    }
    ByteBuffer value = in.slice(in.position(), length).asReadOnlyBuffer();
    in.position(in.position() + padded);
    if (type == FINGERPRINT) {
      checkFingerprint(in, start, value);
    }
    return new Attribute(type, value);
  }

  private static void checkFingerprint(ByteBuffer in, int start, ByteBuffer value)
      throws StunException {
    if (value.remaining() != Integer.BYTES || in.hasRemaining()) {
      throw new StunException(
          Reason.MALFORMED_ATTRIBUTES, "the fingerprint is not the last four bytes");
    }
    if (value.getInt(0) != fingerprint(in.duplicate().position(start))) {
      throw new StunException(
          Reason.WRONG_FINGERPRINT, "the fingerprint is not the one of the message");
    }
  }
}
