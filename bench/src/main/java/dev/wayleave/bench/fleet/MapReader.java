package dev.wayleave.bench.fleet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;

/// Takes a map stream apart into messages and their compressed frames, without keeping more than
/// one frame.
///
/// | bytes | |
/// |---|---|
/// | 4 | length of the rest, little-endian |
/// | length | zstd frames (RFC 8878 §3.1.1) |
final class MapReader {
  /// Told of what is read.
  interface Taker {
    void fragment(Fragment fragment, boolean first);

    void messageEnds(int length);
  }

  /// What of a frame is read next.
  private enum Part {
    DESCRIPTOR,
    HEADER,
    BLOCK_HEADER,
    BLOCK
  }

  /// The magic number, and the byte that says how long the header is.
  private static final int DESCRIBED = 5;

  private static final int BLOCK_HEADER = 3;
  private static final int ZSTD_MAGIC = 0xFD2FB528;

  private final Fragments fragments;
  private final Taker taker;
  private byte[] bytes = new byte[64];
  private int filled;
  private int message;
  private int left;
  private boolean first;

  private Part part = Part.DESCRIPTOR;

  /// How many bytes of the frame have to be there to go on.
  private int need = DESCRIBED;

  /// Where a block's header stands.
  private int block;

  private boolean last;

  MapReader(Fragments fragments, Taker taker) {
    this.fragments = fragments;
    this.taker = taker;
  }

  void feed(ByteBuffer in) throws IOException {
    while (in.hasRemaining()) {
      if (left == 0) {
        take(in, Integer.BYTES - filled);
        if (filled == Integer.BYTES) {
          message = littleEndian(0, Integer.BYTES);
          left = message;
          filled = 0;
          first = true;
        }
      } else {
        frame(in);
      }
    }
  }

  private void frame(ByteBuffer in) throws IOException {
    left -= take(in, need - filled);
    while (filled >= need) {
      switch (part) {
        case DESCRIPTOR -> {
          if (littleEndian(0, Integer.BYTES) != ZSTD_MAGIC) {
            throw new IOException("a map message has a frame that is not of zstd");
          }
          need = headerSize();
          part = Part.HEADER;
        }
        case HEADER -> nextBlock(need);
        case BLOCK_HEADER -> {
          int header = littleEndian(block, BLOCK_HEADER);
          boolean repeated = ((header >> 1) & 3) == 1;
          last = (header & 1) != 0;
          boolean checksum = last && (bytes[Integer.BYTES] & 4) != 0;
          need = block + BLOCK_HEADER + (repeated ? 1 : header >> 3) + (checksum ? 4 : 0);
          part = Part.BLOCK;
        }
        case BLOCK -> {
          if (last) {
            frameEnds();
            return;
          }
          nextBlock(need);
        }
      }
      left -= take(in, need - filled);
    }
  }

  private void nextBlock(int at) {
    block = at;
    need = at + BLOCK_HEADER;
    part = Part.BLOCK_HEADER;
  }

  private void frameEnds() throws IOException {
    taker.fragment(fragments.of(bytes, need, first), first);
    first = false;
    filled = 0;
    need = DESCRIBED;
    part = Part.DESCRIPTOR;
    if (left == 0) {
      bytes = new byte[64];
      taker.messageEnds(message);
    }
  }

  private int headerSize() {
    int descriptor = bytes[4];
    boolean single = (descriptor & 0x20) != 0;
    int contentSize = new int[] {single ? 1 : 0, 2, 4, 8}[(descriptor >> 6) & 3];
    int dictionary = new int[] {0, 1, 2, 4}[descriptor & 3];
    return 5 + (single ? 0 : 1) + contentSize + dictionary;
  }

  private int take(ByteBuffer in, int many) {
    int taken = Math.min(Math.max(0, many), in.remaining());
    if (filled + taken > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(filled + taken, 2 * bytes.length));
    }
    in.get(bytes, filled, taken);
    filled += taken;
    return taken;
  }

  private int littleEndian(int at, int many) {
    int value = 0;
    for (int i = many - 1; i >= 0; i--) {
      value = (value << 8) | (bytes[at + i] & 0xff);
    }
    return value;
  }
}
