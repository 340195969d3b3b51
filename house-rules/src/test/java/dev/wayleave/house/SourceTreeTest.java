package dev.wayleave.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// What a source file and a package look like; each failure names the files.
class SourceTreeTest {
  private static final Path ROOT = Path.of(System.getProperty("wayleave.root", ".."));
  private static final int MAX_LINES = 500;

  /// Names that say nothing about what is inside.
  private static final Set<String> NAMELESS =
      Set.of("util", "utils", "common", "core", "helper", "helpers", "misc", "impl");

  private static final Pattern DOC_SENTENCE = Pattern.compile("(?s)(///|/\\*\\*)\\s*\\S+.*\\.");

  @Test
  void theTreeIsWhereThisTestLooks() {
    assertThat(sources()).hasSizeGreaterThan(100);
  }

  @Test
  void noFileIsLongerThan500Lines() {
    assertThat(sources().stream().filter(file -> lines(file).size() > MAX_LINES)).isEmpty();
  }

  @Test
  void everyPackageSaysWhatItIsForAndIsNullMarked() {
    List<String> wanting = new ArrayList<>();
    for (Path folder : mainPackages()) {
      Path info = folder.resolve("package-info.java");
      String text = Files.exists(info) ? String.join("\n", lines(info)) : "";
      if (!DOC_SENTENCE.matcher(text).find() || !text.contains("NullMarked")) {
        wanting.add(ROOT.relativize(folder).toString());
      }
    }
    assertThat(wanting).isEmpty();
  }

  @Test
  void noPackageHasANameThatSaysNothing() {
    assertThat(mainPackages().stream().filter(folder -> NAMELESS.contains(name(folder)))).isEmpty();
  }

  @Test
  void noTestSleepsAndNoneIsDisabled() {
    // Spelt in two parts, so that this file does not find itself.
    Pattern banned = Pattern.compile("Thread\\.sl" + "eep\\(|@Dis" + "abled\\b");
    assertThat(
            sources().stream()
                .filter(file -> file.toString().contains("/src/test/"))
                .filter(file -> lines(file).stream().anyMatch(l -> banned.matcher(l).find())))
        .isEmpty();
  }

  @Test
  void nothingIsLeftForLater() {
    Pattern marker = Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b");
    assertThat(
            sources().stream()
                .filter(file -> lines(file).stream().anyMatch(l -> marker.matcher(l).find())))
        .isEmpty();
  }

  private static Set<Path> mainPackages() {
    Set<Path> folders = new TreeSet<>();
    sources().stream()
        .filter(file -> file.toString().contains("/src/main/java/"))
        .map(Path::getParent)
        .forEach(folders::add);
    return folders;
  }

  private static String name(Path folder) {
    return folder.getFileName().toString();
  }

  private static List<Path> sources() {
    try (Stream<Path> files = Files.walk(ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("/target/"))
          .filter(file -> !file.toString().contains("/.wayleave/"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
