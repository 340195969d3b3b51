package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.SchemaRelease;
import dev.wayleave.importers.headscale.database.DatabaseSource;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceInfo;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// How far the rows that an inventory carries may be written again as they are.
enum Fidelity {
  /// The source was a database of the target's release line and engine.
  SAME,
  /// The rows have the target's form, but which release wrote them is not known for sure: a
  /// coordinator keeps the rows of its nodes and users, not where they came from.
  LIKELY,
  /// Another release or engine wrote them.
  OTHER;

  /// Postgres prints an offset of whole hours with two digits, Go's driver for SQLite always with
  /// minutes.
  private static final Pattern POSTGRES_TIME = Pattern.compile(".*[+-]\\d\\d");

  private static final Pattern MINOR = Pattern.compile("v?0\\.(\\d{1,4})(?!\\d).*");

  private static final List<EntityKind> WITH_TIMES =
      List.of(EntityKind.USER, EntityKind.NODE, EntityKind.PRE_AUTH_KEY, EntityKind.API_KEY);

  static Fidelity of(Inventory inventory, HeadscaleSchema schema) {
    SourceInfo source = inventory.source();
    if (!source.kind().equals(DatabaseSource.KIND)) {
      return engineOfRows(inventory).filter(schema.engine()::equals).isPresent() ? LIKELY : OTHER;
    }
    return source.database().equals(schema.engine().label())
        ? ofRelease(source.release(), schema.release())
        : OTHER;
  }

  /// A range of releases, such as `0.26.0 to 0.27.0`, is one line only if both ends are.
  private static Fidelity ofRelease(String release, SchemaRelease target) {
    int wanted = minor(target.label());
    int first = minor(release);
    int last = minor(release.substring(release.lastIndexOf(' ') + 1));
    if (first == wanted && last == wanted) {
      return SAME;
    }
    return first <= wanted && wanted <= last ? LIKELY : OTHER;
  }

  private static int minor(String release) {
    Matcher matcher = MINOR.matcher(release);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : -1;
  }

  private static Optional<Engine> engineOfRows(Inventory inventory) {
    return WITH_TIMES.stream()
        .flatMap(kind -> inventory.entities(kind).stream())
        .flatMap(entity -> time(entity.row()))
        .findFirst()
        .map(time -> POSTGRES_TIME.matcher(time).matches() ? Engine.POSTGRES : Engine.SQLITE);
  }

  private static Stream<String> time(@Nullable RawRow row) {
    return row != null && row.get("created_at") instanceof RawValue.Text(String time)
        ? Stream.of(time)
        : Stream.empty();
  }

  boolean keepsRows() {
    return this != OTHER;
  }
}
