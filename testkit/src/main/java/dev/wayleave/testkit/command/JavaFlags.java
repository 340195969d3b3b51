package dev.wayleave.testkit.command;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/// What Java is told when tests run the command, which is what `./wayleave` tells it.
///
/// With it goes a recording of the classes that a run loads: a start takes a third less processor
/// time by it, and the tests start the command hundreds of times. It lies beside the jar, and is
/// made anew when the jar is newer.
public final class JavaFlags {
  private static final List<String> ALWAYS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-Xlog:disable",
          "-Xlog:all=error:stderr",
          "--enable-native-access=ALL-UNNAMED",
          "--sun-misc-unsafe-memory-access=allow");

  private static final String RECORDING = "tests.aot";
  private static final int LIMIT_SECONDS = 120;
  private static final Map<Path, List<String>> KNOWN = new ConcurrentHashMap<>();

  private JavaFlags() {}

  /// The flags for a jar of the command.
  public static List<String> of(Path jar) {
    return KNOWN.computeIfAbsent(jar, JavaFlags::withRecording);
  }

  private static List<String> withRecording(Path jar) {
    List<String> flags = new ArrayList<>(ALWAYS);
    try {
      flags.addFirst("-XX:AOTCache=" + recording(jar));
    } catch (IOException e) {
      // It works without, only slower.
      System.err.println("The classes of " + jar + " were not recorded: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return List.copyOf(flags);
  }

  /// Tests of several modules may want it at once.
  private static Path recording(Path jar) throws IOException, InterruptedException {
    Path recording = jar.resolveSibling(RECORDING);
    Path lock = jar.resolveSibling(RECORDING + ".lock");
    try (FileChannel channel =
            FileChannel.open(lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        FileLock _ = channel.lock()) {
      if (Files.notExists(recording)
          || Files.getLastModifiedTime(recording).compareTo(Files.getLastModifiedTime(jar)) < 0) {
        Path fresh = jar.resolveSibling(RECORDING + ".new");
        record(jar, fresh);
        Files.move(fresh, recording, StandardCopyOption.ATOMIC_MOVE);
      }
    }
    return recording;
  }

  private static void record(Path jar, Path into) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-XX:AOTCacheOutput=" + into);
    command.addAll(ALWAYS);
    command.addAll(List.of("-jar", jar.toString(), "warm-up"));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
        throw new IOException(String.join(" ", command) + " failed");
      }
    } finally {
      process.destroyForcibly();
    }
  }
}
