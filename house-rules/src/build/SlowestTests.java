import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// Prints the ten test classes of the whole build that took longest; run at the end of `verify`.
void main(String[] args) throws Exception {
  record Slow(String name, double seconds) {}
  Pattern suite = Pattern.compile("<testsuite [^>]*?\\bname=\"([^\"]+)\"[^>]*?\\btime=\"([0-9.,]+)\"");
  try (Stream<Path> reports = Files.walk(Path.of(args[0]))) {
    IO.println("Ten slowest test classes:");
    reports
        .filter(file -> file.getFileName().toString().matches("TEST-.*\\.xml"))
        .map(
            file -> {
              try {
                var found = suite.matcher(Files.readString(file));
                return found.find()
                    ? new Slow(found.group(1), Double.parseDouble(found.group(2).replace(",", "")))
                    : new Slow(file.toString(), 0);
              } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
              }
            })
        .sorted(Comparator.comparingDouble(Slow::seconds).reversed())
        .limit(10)
        .forEach(slow -> IO.println("%8.1f s  %s".formatted(slow.seconds(), slow.name())));
  }
}
