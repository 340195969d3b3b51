package dev.wayleave.postgres;

import dev.wayleave.postgres.ClusterException.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/// The packed PostgreSQL for one platform, as it lies on the class path.
///
/// @param version the release with its packaging number, for example `18.4.0`
/// @param resource the name of the archive on the class path
record Bundle(String version, String resource) {

  /// The bundle for the machine that runs this.
  static Bundle forThisMachine() throws ClusterException {
    return forMachine(System.getProperty("os.name", ""), System.getProperty("os.arch", ""));
  }

  static Bundle forMachine(String system, String architecture) throws ClusterException {
    String platform =
        switch (system.toLowerCase(Locale.ROOT) + " " + architecture) {
          case "linux amd64", "linux x86_64" -> "linux-x86_64";
          case "linux aarch64", "linux arm64" -> "linux-arm_64";
          default -> throw unsupported(system + " on " + architecture, null);
        };
    return new Bundle(bundledVersion(), "/postgres-" + platform + ".txz");
  }

  /// The number before the first dot; clusters of one major release open with any of its minors.
  String major() {
    return version.substring(0, version.indexOf('.'));
  }

  InputStream open() throws IOException {
    InputStream stream = Bundle.class.getResourceAsStream(resource);
    if (stream == null) {
      throw new IOException("the archive " + resource + " is missing from this installation");
    }
    return stream;
  }

  static ClusterException unsupported(String what, @Nullable Throwable cause) {
    return new ClusterException(
        Reason.UNSUPPORTED_PLATFORM,
        ("The embedded PostgreSQL does not run here (%s): it is made for Linux with glibc on x86-64"
                + " and arm64; set WAYLEAVE_DB_URL to a PostgreSQL server instead.")
            .formatted(what),
        cause);
  }

  private static String bundledVersion() {
    Properties properties = new Properties();
    try (InputStream stream = Bundle.class.getResourceAsStream("bundle.properties")) {
      if (stream == null) {
        throw new AssertionError("bundle.properties is packed beside this class");
      }
      properties.load(stream);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version", "");
  }
}
