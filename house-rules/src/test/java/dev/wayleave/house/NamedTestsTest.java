package dev.wayleave.house;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// A page that names a test as evidence names one that is there.
class NamedTestsTest {
  private static final Path ROOT = Path.of(System.getProperty("wayleave.root", ".."));

  /// `FooTest`, `FooTest.claim`, and `…anotherClaim` of the test that was named last.
  private static final Pattern NAMED =
      Pattern.compile("`(?:([A-Z]\\w*[a-z]\\w*(?:Test|IT))(?:\\.(\\w+))?|…(\\w+))`");

  @Test
  void everyTestThatAPageNamesIsThere() {
    Map<String, String> tests = tests();
    List<String> missing = new ArrayList<>();
    int named = 0;
    for (Path page : pages()) {
      String last = "";
      Matcher matcher = NAMED.matcher(text(page));
      while (matcher.find()) {
        named++;
        last = matcher.group(1) == null ? last : matcher.group(1);
        String method = matcher.group(3) == null ? matcher.group(2) : matcher.group(3);
        if (!isThere(tests, last, method)) {
          missing.add(ROOT.relativize(page) + ": " + matcher.group() + " of " + last);
        }
      }
    }
    assertThat(missing).isEmpty();
    assertThat(named).as("pages that name tests are found").isGreaterThan(100);
  }

  /// A claim may stand in the contract that a test is made of.
  private static boolean isThere(Map<String, String> tests, String name, @Nullable String claim) {
    String source = tests.get(name);
    if (source == null || claim == null || source.contains(" " + claim + "(")) {
      return source != null;
    }
    Matcher contract = Pattern.compile(" extends (\\w+)").matcher(source);
    return contract.find() && isThere(tests, contract.group(1), claim);
  }

  /// The sources of tests, and of what they are made of, by the names of their classes.
  private static Map<String, String> tests() {
    Map<String, String> tests = new HashMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(
              file -> file.toString().matches(".*/(?:src/test|testkit/src/main)/java/.*\\.java"))
          .filter(file -> !file.toString().contains("/.wayleave/"))
          .forEach(file ->
              tests.merge(
                  file.getFileName().toString().replace(".java", ""), text(file), String::concat));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return tests;
  }

  private static List<Path> pages() {
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"));
        Stream<Path> top = Files.list(ROOT)) {
      return Stream.concat(docs, top).filter(file -> file.toString().endsWith(".md")).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(file.toString(), e);
    }
  }
}
