package dev.wayleave.api.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// The body of an answer, of which every read has a deadline.
///
/// The time-out of a request on the JDK's HTTP client ends when the headers have arrived; a body
/// that stalls after them would hold its reader for ever. There may be as many reads as it takes:
/// only silence is limited, not the whole.
final class PatientStream extends InputStream {
  private final InputStream body;
  private final URI url;
  private final Duration limit;
  private volatile boolean stalled;

  PatientStream(InputStream body, URI url, Duration limit) {
    this.body = body;
    this.url = url;
    this.limit = limit;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int length) throws IOException {
    CompletableFuture<Void> deadline = new CompletableFuture<>();
    CompletableFuture<?> _ =
        deadline
            .orTimeout(limit.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete((_, late) -> {
              if (late != null) {
                abandon();
              }
            });
    int count;
    try {
      count = body.read(into, offset, length);
    } catch (IOException e) {
      throw stalled ? new StalledException(url, limit) : e;
    } finally {
      deadline.complete(null);
    }
    if (stalled) {
      throw new StalledException(url, limit);
    }
    return count;
  }

  /// Closing wakes the reader, whatever the body makes of that.
  private void abandon() {
    stalled = true;
    try {
      body.close();
    } catch (IOException e) {
      // The reader learns of the stall, which is why it was closed.
    }
  }

  @Override
  public int available() throws IOException {
    return body.available();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
