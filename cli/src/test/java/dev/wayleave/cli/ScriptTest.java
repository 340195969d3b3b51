package dev.wayleave.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.wayleave.testkit.wait.Await;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script at the top of the project, as far as it goes without building.
class ScriptTest {
  private static final Path ROOT = Path.of(System.getProperty("wayleave.root", ".."));

  @TempDir Path elsewhere;

  private record Ended(int status, String out, String err) {}

  private Ended run(Path directory, String... command) throws IOException, InterruptedException {
    Path out = elsewhere.resolve("out");
    Path err = elsewhere.resolve("err");
    Process process =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
    return new Ended(
        process.exitValue(),
        Files.readString(out, StandardCharsets.UTF_8),
        Files.readString(err, StandardCharsets.UTF_8));
  }

  private static Path script() {
    return ROOT.resolve("wayleave").toAbsolutePath().normalize();
  }

  @Test
  void versionWorksFromAnywhereAndThroughSymlinks() throws Exception {
    Path link = Files.createSymbolicLink(elsewhere.resolve("wl"), script());
    Path folder = Files.createDirectory(elsewhere.resolve("bin"));
    Path relative = Files.createSymbolicLink(folder.resolve("wl2"), Path.of("../wl"));
    for (Path path : List.of(script(), link, relative)) {
      for (String flag : List.of("--version", "-V")) {
        Ended ended = run(elsewhere, path.toString(), flag);
        assertThat(ended.status()).isZero();
        assertThat(ended.out()).matches("wayleave \\d+\\.\\d+\\.\\d+(-SNAPSHOT)?\n");
        assertThat(ended.err()).isEmpty();
      }
    }
  }

  @Test
  void versionNeedsNeitherJavaNorABuild() throws Exception {
    Path copy = Files.createDirectory(elsewhere.resolve("copy of it"));
    Files.copy(script(), copy.resolve("wayleave"));
    copy.resolve("wayleave").toFile().setExecutable(true);
    Files.copy(ROOT.resolve("pom.xml"), copy.resolve("pom.xml"));
    Ended ended = run(elsewhere, copy.resolve("wayleave").toString(), "--version");
    assertThat(ended.out()).startsWith("wayleave ");
    assertThat(Files.exists(copy.resolve("target"))).isFalse();
  }

  @Test
  void buildThatFailsIsOneSentenceThatNamesTheLog() throws Exception {
    Path copy = copyWithMvnw("#!/bin/sh\necho '[INFO] Building cli 1 [1/1]'\nexit 3\n");
    Ended ended = run(elsewhere, copy.resolve("wayleave").toString(), "migrations");
    assertThat(ended.status()).isEqualTo(1);
    assertThat(ended.out()).isEmpty();
    assertThat(ended.err())
        .contains("wayleave: building cli (1/1)")
        .endsWith(
            "wayleave: the build failed; the reason stands at the end of %s.\n"
                .formatted(copy.toRealPath().resolve("target/build.log")));
  }

  @Test
  void twoFirstRunsBuildOnce() throws Exception {
    Path copy =
        copyWithMvnw(
            """
            #!/bin/sh
            echo run >> runs
            while [ ! -e go ]; do sleep 0.1; done
            mkdir -p cli/target coordinator/target/quarkus-app
            : > cli/target/wayleave-cli.jar
            : > coordinator/target/quarkus-app/quarkus-run.jar
            """);
    Process first = start(copy, "first");
    Await.until("the first builds", () -> Files.exists(copy.resolve("runs")));
    Process second = start(copy, "second");
    Await.until(
        "the second waits",
        () -> Files.readString(elsewhere.resolve("second")).contains("waiting for another build"));
    Files.createFile(copy.resolve("go"));
    assertThat(first.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(second.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(Files.readAllLines(copy.resolve("runs"))).hasSize(1);
    assertThat(copy.resolve("cli/target/built")).exists();
  }

  private Process start(Path copy, String log) throws IOException {
    return new ProcessBuilder(copy.resolve("wayleave").toString(), "migrations")
        .redirectErrorStream(true)
        .redirectOutput(elsewhere.resolve(log).toFile())
        .start();
  }

  private Path copyWithMvnw(String mvnw) throws IOException {
    Path copy = Files.createDirectory(elsewhere.resolve("copy"));
    Files.copy(script(), copy.resolve("wayleave"));
    Files.createDirectory(copy.resolve(".mvn"));
    Files.writeString(
        copy.resolve(".mvn/find-jdk.sh"),
        "wayleave_find_jdk() { JAVA_HOME=%s; export JAVA_HOME; }\n"
            .formatted(System.getProperty("java.home")));
    Files.writeString(copy.resolve("mvnw"), mvnw);
    copy.resolve("mvnw").toFile().setExecutable(true);
    copy.resolve("wayleave").toFile().setExecutable(true);
    return copy;
  }
}
