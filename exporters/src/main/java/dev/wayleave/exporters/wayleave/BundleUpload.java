package dev.wayleave.exporters.wayleave;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// The body of an upload, written by a thread of its own while the HTTP client sends it.
final class BundleUpload implements Supplier<InputStream>, AutoCloseable {
  private static final int BUFFER_BYTES = 64 * 1024;

  private final Content content;
  private @Nullable Pipe pipe;
  private @Nullable Thread writer;
  private volatile @Nullable Throwable failure;

  /// Writes the whole body.
  @FunctionalInterface
  interface Content {
    void writeTo(OutputStream out) throws IOException;
  }

  BundleUpload(Content content) {
    this.content = content;
  }

  /// Starts from the beginning, also when the client has to send the body once more.
  @Override
  public synchronized InputStream get() {
    stop();
    Pipe started = new Pipe();
    pipe = started;
    writer = Thread.ofVirtual().name("bundle-upload").start(() -> write(started));
    return started.source();
  }

  private void write(Pipe into) {
    // Closed only at a good end: closing on the way to `fail` would look like one to the reader.
    OutputStream out = new BufferedOutputStream(into.sink(), BUFFER_BYTES);
    try {
      content.writeTo(out);
      out.close();
    } catch (IOException | RuntimeException | Error e) {
      // An abandoned pipe ends here too: then the call failed already, and this is its echo.
      if (!into.isAbandoned()) {
        failure = e;
      }
      into.fail(e);
    }
  }

  /// Why the body could not be written, where that was the trouble and not the connection.
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  private void stop() {
    if (pipe != null) {
      pipe.abandon();
    }
    if (writer != null) {
      boolean interrupted = false;
      while (writer.isAlive()) {
        try {
          writer.join();
        } catch (InterruptedException e) {
          interrupted = true;
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /// Ends the writer, whatever it waits for.
  @Override
  public synchronized void close() {
    stop();
  }
}
