package dev.wayleave.endtoend;

import dev.wayleave.testkit.command.JavaFlags;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// The command, run from its jar with the flags of `./wayleave`.
record Cli(Room room, Path directory, Map<String, String> environment) {
  static Cli in(Room room) {
    return new Cli(room, room.folder(), Map.of());
  }

  Cli at(Path elsewhere) {
    return new Cli(room, elsewhere, environment);
  }

  Cli with(String name, String value) {
    Map<String, String> more = new TreeMap<>(environment);
    more.put(name, value);
    return new Cli(room, directory, more);
  }

  Outcome run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).end();
  }

  /// As a root that may not read what others locked.
  Outcome runWithoutPrivileges(String... arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("setpriv", "--bounding-set=-all"));
    command.addAll(List.of("--inh-caps=-all"));
    command.addAll(command(arguments));
    return room.start(directory, environment, command).end();
  }

  Running start(String... arguments) throws IOException {
    return room.start(directory, environment, command(arguments));
  }

  private List<String> command(String... arguments) throws IOException {
    Path temporary = Files.createDirectories(room.folder().resolve("tmp"));
    List<String> command = new ArrayList<>();
    command.add(Room.JAVA);
    command.addAll(JavaFlags.of(Room.CLIENT_JAR));
    command.addAll(
        List.of(
            "-Djava.io.tmpdir=" + temporary,
            "-Dwayleave.root=" + Room.ROOT,
            "-jar",
            Room.CLIENT_JAR.toString()));
    command.addAll(List.of(arguments));
    return command;
  }
}
