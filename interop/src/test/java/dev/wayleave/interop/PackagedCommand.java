package dev.wayleave.interop;

import dev.wayleave.testkit.command.JavaFlags;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Where the build left what people run.
public final class PackagedCommand {
  /// The coordinator.
  public static final Path SERVER_JAR = packaged("coordinator/target/quarkus-app/quarkus-run.jar");

  private static final Path JAR = packaged("cli/target/wayleave-cli.jar");

  private PackagedCommand() {}

  private static Path packaged(String jar) {
    return Path.of(System.getProperty("wayleave.root", ".."))
        .resolve(jar)
        .toAbsolutePath()
        .normalize();
  }

  /// The program that runs both.
  public static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  /// The command `wayleave` with its arguments.
  public static List<String> wayleave(String... arguments) {
    List<String> command = new ArrayList<>(List.of(java()));
    command.addAll(JavaFlags.of(JAR));
    command.addAll(List.of("-jar", JAR.toString()));
    command.addAll(List.of(arguments));
    return command;
  }
}
