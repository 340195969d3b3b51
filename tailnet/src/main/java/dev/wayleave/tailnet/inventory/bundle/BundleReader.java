package dev.wayleave.tailnet.inventory.bundle;

import static dev.wayleave.tailnet.inventory.bundle.BundleException.Reason.DAMAGED;
import static dev.wayleave.tailnet.inventory.bundle.BundleException.Reason.NEWER_FORMAT;
import static dev.wayleave.tailnet.inventory.bundle.BundleException.Reason.NOT_A_BUNDLE;
import static dev.wayleave.tailnet.inventory.bundle.BundleException.Reason.PASSPHRASE_MISSING;
import static dev.wayleave.tailnet.inventory.bundle.BundleException.Reason.TRUNCATED;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.model.SecretText;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;
import org.jspecify.annotations.Nullable;

/// Reads bundles and checks them against their manifests.
public final class BundleReader {
  private static final int MAX_MAGIC_LINE = 64;
  private static final int MAX_HEADER_LINE = 4096;

  private final @Nullable SecretText passphrase;
  private final long maxPayloadBytes;

  /// @param maxPayloadBytes how large the unpacked payload may be; a small file can unpack to much
  public BundleReader(@Nullable SecretText passphrase, long maxPayloadBytes) {
    this.passphrase = passphrase;
    this.maxPayloadBytes = maxPayloadBytes;
  }

  /// Whether these first bytes begin an encrypted bundle.
  public static boolean isEncrypted(InputStream in) throws IOException {
    return !header(in).header().isPlain();
  }

  public Bundle read(InputStream in, Progress progress) throws IOException {
    HeaderLine start = header(in);
    InputStream payload = start.header().isPlain() ? in : opened(in, start);
    try (InputStream lines =
        new BoundedStream(new GZIPInputStream(payload, BundleKey.CHUNK_BYTES), maxPayloadBytes)) {
      return new PayloadReader(progress).read(lines);
    } catch (EOFException e) {
      throw new BundleException(
          TRUNCATED, "The bundle ends before its end; take another copy of it.", e);
    } catch (ZipException e) {
      throw new BundleException(
          DAMAGED, "The bundle was changed after it was written; take another copy of it.", e);
    }
  }

  private InputStream opened(InputStream in, HeaderLine start) throws IOException {
    if (passphrase == null) {
      throw new BundleException(
          PASSPHRASE_MISSING, "The bundle is encrypted; give the passphrase it was written with.");
    }
    return new OpeningStream(in, BundleKey.derive(start.header(), start.bytes(), passphrase));
  }

  /// The header and its line as it stands, which is authenticated with every chunk.
  private record HeaderLine(Header header, String line) {
    byte[] bytes() {
      return (line + "\n").getBytes(StandardCharsets.UTF_8);
    }
  }

  private static HeaderLine header(InputStream in) throws IOException {
    String magic = line(in, MAX_MAGIC_LINE);
    if (!magic.startsWith(BundleWriter.MAGIC)) {
      throw new BundleException(NOT_A_BUNDLE, "This is not a Wayleave bundle.");
    }
    if (!magic.equals(BundleWriter.MAGIC + BundleWriter.FORMAT)) {
      throw new BundleException(
          NEWER_FORMAT,
          "The bundle has format "
              + magic.substring(BundleWriter.MAGIC.length())
              + ", this Wayleave reads format "
              + BundleWriter.FORMAT
              + "; use the Wayleave that wrote it or a newer one.");
    }
    String line = line(in, MAX_HEADER_LINE);
    try {
      Header header = new ObjectMapper().readValue(line, Header.class);
      if (header.isPlain() || header.isUnderstood()) {
        return new HeaderLine(header, line);
      }
    } catch (JsonProcessingException e) {
      throw new BundleException(DAMAGED, "The header of the bundle is not JSON.", e);
    }
    throw new BundleException(
        NEWER_FORMAT, "The bundle is encrypted in a way that this Wayleave does not know.");
  }

  private static String line(InputStream in, int max) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() == max) {
        throw new BundleException(NOT_A_BUNDLE, "This is not a Wayleave bundle.");
      }
      line.write(b);
    }
    return line.toString(StandardCharsets.UTF_8);
  }
}
