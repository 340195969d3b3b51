package dev.wayleave.cli.endpoint;

import dev.wayleave.cli.terminal.CommandException;
import dev.wayleave.cli.terminal.SafeText;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What the command line says about a Headscale that is written.
///
/// @param schema the release line, as people write it; null for the one that the target has, or the
///   newest where there is none
/// @param database `sqlite` or `postgres://…`, where the target is a whole server; null for the
///   first
/// @param taggedOwner the user who gets tagged nodes in releases that need one; null for whoever
///   registered them
public record WrittenHeadscale(
    @Nullable String schema, @Nullable String database, @Nullable String taggedOwner) {
  /// Nothing was said.
  public static final WrittenHeadscale UNSAID = new WrittenHeadscale(null, null, null);

  /// The newest line that servers were released of.
  private static final SchemaRelease NEWEST = SchemaRelease.V0_29;

  private static final Pattern PATCH = Pattern.compile("v?(\\d+\\.\\d+)(?:\\.\\d+)?(-dev)?");

  public boolean saysNothing() {
    return equals(UNSAID);
  }

  /// The line to write.
  ///
  /// @param present the release that the target has, as far as that can be told
  WrittenHeadscale settled(Optional<String> present, String target) throws CommandException {
    SchemaRelease wanted = schema == null ? null : parse(schema);
    SchemaRelease found = present.flatMap(WrittenHeadscale::line).orElse(null);
    if (wanted != null && found != null && wanted != found) {
      throw new CommandException(
          "%s was written by Headscale %s, not %s; leave --schema out to keep to that, or name an"
                  .formatted(target, present.orElseThrow(), wanted.label())
              + " empty database.");
    }
    SchemaRelease chosen = wanted != null ? wanted : found != null ? found : NEWEST;
    return new WrittenHeadscale(chosen.label(), database, taggedOwner);
  }

  SchemaRelease release() throws CommandException {
    return schema == null ? NEWEST : parse(schema);
  }

  /// The line of a release such as `0.29.2`; of a range such as `0.26.0 to 0.27.1` the last.
  private static Optional<SchemaRelease> line(String release) {
    Matcher matcher = PATCH.matcher(release.substring(release.lastIndexOf(' ') + 1));
    return matcher.matches()
        ? SchemaRelease.parse(matcher.group(1) + (matcher.group(2) == null ? "" : "-dev"))
        : Optional.empty();
  }

  private static SchemaRelease parse(String text) throws CommandException {
    return line(text)
        .orElseThrow(() ->
            new CommandException(
                "--schema takes a release that can be written, %s, not \"%s\"."
                    .formatted(
                        Arrays.stream(SchemaRelease.values())
                            .map(SchemaRelease::label)
                            .collect(Collectors.joining(", ")),
                        SafeText.line(text, 40))));
  }
}
