package dev.wayleave.exporters.wayleave;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Carries bytes from one thread to another, and failures both ways.
///
/// The JDK's piped streams take the end of any thread that ever read for the end of the reader,
/// which is wrong where an HTTP client reads from a pool. Here only `close` and `fail` end it: a
/// reader that closes wakes a waiting writer, a writer that fails wakes a waiting reader.
final class Pipe {
  /// Eight chunks keep both sides busy and hold at most half a megabyte.
  private static final int MAX_CHUNKS = 8;

  private static final int CHUNK_BYTES = 64 * 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private boolean ended;
  private boolean abandoned;
  private @Nullable Throwable failure;

  OutputStream sink() {
    return new Sink();
  }

  InputStream source() {
    return new Source();
  }

  /// The writer failed; the reader gets an [IOException] with this cause.
  void fail(Throwable cause) {
    lock.lock();
    try {
      failure = cause;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// Nobody reads any more; the writer gets an [IOException].
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      chunks.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean isAbandoned() {
    lock.lock();
    try {
      return abandoned;
    } finally {
      lock.unlock();
    }
  }

  private void put(byte[] chunk) throws IOException {
    lock.lock();
    try {
      while (chunks.size() >= MAX_CHUNKS && !abandoned) {
        changed.await();
      }
      if (abandoned) {
        throw new IOException("nobody reads any more");
      }
      chunks.add(chunk);
      changed.signalAll();
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  private void end() {
    lock.lock();
    try {
      ended = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /// The next chunk, or null at the end.
  private byte @Nullable [] take() throws IOException {
    lock.lock();
    try {
      while (chunks.isEmpty() && !ended && !abandoned && failure == null) {
        changed.await();
      }
      if (failure != null) {
        throw new IOException("the writer failed", failure);
      }
      if (abandoned) {
        throw new IOException("closed");
      }
      byte[] chunk = chunks.poll();
      changed.signalAll();
      return chunk;
    } catch (InterruptedException e) {
      throw interrupted(e);
    } finally {
      lock.unlock();
    }
  }

  private static IOException interrupted(InterruptedException cause) {
    Thread.currentThread().interrupt();
    IOException interrupted = new InterruptedIOException("interrupted");
    interrupted.initCause(cause);
    return interrupted;
  }

  private final class Sink extends OutputStream {
    @Override
    public void write(int b) throws IOException {
      put(new byte[] {(byte) b});
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      for (int from = offset; from < offset + length; from += CHUNK_BYTES) {
        put(Arrays.copyOfRange(bytes, from, Math.min(from + CHUNK_BYTES, offset + length)));
      }
    }

    @Override
    public void close() {
      end();
    }
  }

  private final class Source extends InputStream {
    private byte @Nullable [] chunk = new byte[0];
    private int position;

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] bytes, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (chunk != null && position == chunk.length) {
        chunk = take();
        position = 0;
      }
      if (chunk == null) {
        return -1;
      }
      int taken = Math.min(length, chunk.length - position);
      System.arraycopy(chunk, position, bytes, offset, taken);
      position += taken;
      return taken;
    }

    @Override
    public void close() {
      abandon();
    }
  }
}
