package dev.wayleave.protocol.derp;

import java.nio.charset.StandardCharsets;

/// How many bytes the parts of frames have.
final class Sizes {
  static final int TYPE = 1;
  static final int LENGTH = 4;
  static final int HEADER = TYPE + LENGTH;

  static final int MAGIC = 8;
  static final int KEY = 32;
  static final int HOME = 1;
  static final int REASON = 1;
  static final int IP = 16;
  static final int PORT = 2;
  static final int KINDS = 1;
  static final int PING_DATA = 8;
  static final int MILLIS = 4;

  private static final String MAGIC_TEXT = "DERP🔑";

  private Sizes() {}

  static byte[] magic() {
    return MAGIC_TEXT.getBytes(StandardCharsets.UTF_8);
  }
}
