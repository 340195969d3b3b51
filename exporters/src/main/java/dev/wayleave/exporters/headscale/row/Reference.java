package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.row.Column.Former;
import dev.wayleave.tailnet.inventory.RawValue;
import java.util.Objects;
import java.util.Set;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/// A column that holds the number of another row.
///
/// @param live whether there is such a thing in the tailnet; the number of one that is deleted or
///   missing is read as none
/// @param written the rows that there will be, which a foreign key has to find; null where the
///   column is none
record Reference(String column, LongPredicate live, @Nullable Set<Long> written) {
  /// The source's value where it names what the entity names and the foreign key allows it, else
  /// the entity's.
  RawValue value(@Nullable Long number, Former former) {
    RawValue stored = former.row().raw().get(column);
    if (former.kept() && stored != null) {
      Long reference = former.row().reference(column);
      Long read = reference != null && live.test(reference) ? reference : null;
      boolean found = stored instanceof RawValue.Null || finds(reference);
      if (found && Objects.equals(read, number)) {
        return stored;
      }
    }
    return finds(number) && number != null ? Form.number(number) : Form.NULL;
  }

  private boolean finds(@Nullable Long number) {
    return written == null || (number != null && written.contains(number));
  }
}
