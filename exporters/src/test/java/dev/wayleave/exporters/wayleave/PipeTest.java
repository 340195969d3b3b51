package dev.wayleave.exporters.wayleave;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 20, unit = TimeUnit.SECONDS)
class PipeTest {
  private static final int LARGE = 3_000_001;

  @Test
  void carriesEveryByteInOrder() throws Exception {
    byte[] bytes = new byte[LARGE];
    new Random(4).nextBytes(bytes);
    try (BundleUpload upload = new BundleUpload(out -> out.write(bytes));
        InputStream in = upload.get()) {
      assertThat(in.readAllBytes()).isEqualTo(bytes);
      assertThat(upload.failure()).isEmpty();
    }
  }

  /// Many times, as a writer that ended its stream before it told of its failure lost that race
  /// only now and then.
  @RepeatedTest(200)
  void writerThatFailsWakesTheReader() {
    try (BundleUpload upload =
        new BundleUpload(out -> {
          out.write(new byte[LARGE]);
          throw new IOException("no more entities");
        })) {
      InputStream in = upload.get();
      assertThatThrownBy(in::readAllBytes)
          .isInstanceOf(IOException.class)
          .hasRootCauseMessage("no more entities");
      assertThat(upload.failure())
          .get()
          .extracting(Throwable::getMessage)
          .isEqualTo("no more entities");
    }
  }

  @Test
  void closingEndsAWriterThatNobodyReadsFrom() {
    BundleUpload upload = new BundleUpload(out -> out.write(new byte[LARGE]));
    upload.get();
    upload.close();
    assertThat(upload.failure()).as("an abandoned writer did not fail by itself").isEmpty();
  }

  @Test
  void readerThatClosesWakesTheWriter() throws Exception {
    Pipe pipe = new Pipe();
    Thread reader =
        Thread.ofVirtual()
            .start(() -> {
              try (InputStream in = pipe.source()) {
                in.readNBytes(100);
              } catch (IOException e) {
                throw new AssertionError(e);
              }
            });
    try (OutputStream out = pipe.sink()) {
      assertThatThrownBy(() -> out.write(new byte[LARGE])).hasMessage("nobody reads any more");
    }
    reader.join();
  }

  @Test
  void bodyAskedForOnceMoreStartsFromTheBeginning() throws Exception {
    byte[] bytes = new byte[LARGE];
    Arrays.fill(bytes, (byte) 7);
    bytes[0] = 1;
    try (BundleUpload upload = new BundleUpload(out -> out.write(bytes))) {
      assertThat(upload.get().readNBytes(10)).startsWith(1);
      assertThat(upload.get().readAllBytes()).isEqualTo(bytes);
    }
  }
}
