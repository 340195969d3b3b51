package dev.wayleave.cli.trial;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Starts the coordinator as a process of its own, which ends with this one however that ends.
@FunctionalInterface
public interface ServerLauncher {
  /// Starts it and does not wait for it.
  ///
  /// @param settings `WAYLEAVE_…` variables on top of the environment
  /// @param log takes what it prints; null lets it print where this process prints
  Process start(Map<String, String> settings, @Nullable Path log) throws IOException;

  /// Starts what was built in a checkout, on the Java that runs this.
  static ServerLauncher ofRoot(Path root) {
    return ofCommand(
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx" + System.getenv().getOrDefault("WAYLEAVE_HEAP", "2g"),
            "-Dwayleave.root=" + root.toAbsolutePath(),
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-jar",
            root.resolve("coordinator/target/quarkus-app/quarkus-run.jar")
                .toAbsolutePath()
                .toString()));
  }

  static ServerLauncher ofCommand(List<String> command) {
    return (settings, log) -> {
      ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(log != null);
      builder.environment().putAll(settings);
      // A kill leaves this process no time to end the other; the pipe between them breaks anyway.
      builder.environment().put("WAYLEAVE_END_WITH_INPUT", "true");
      if (log == null) {
        return builder.inheritIO().redirectInput(ProcessBuilder.Redirect.PIPE).start();
      }
      return builder.redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile())).start();
    };
  }
}
