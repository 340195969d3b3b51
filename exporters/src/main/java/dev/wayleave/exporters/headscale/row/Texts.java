package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.row.Column.Former;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.TailnetEntity;

/// Texts that a database can hold. PostgreSQL takes no NUL and nothing that is not UTF-8.
final class Texts {
  private static final char REPLACEMENT = '\uFFFD';

  private Texts() {}

  /// The value with what cannot be held replaced, after a finding.
  static RawValue fit(
      RawValue cell,
      String column,
      Former former,
      Engine engine,
      TailnetEntity entity,
      Remarks remarks) {
    if (!(cell instanceof RawValue.Text(String text))) {
      return cell;
    }
    boolean bytes = former.row().isGarbled(column) && text.indexOf(REPLACEMENT) >= 0;
    boolean unfit = hasUnpaired(text) || (engine == Engine.POSTGRES && text.indexOf('\0') >= 0);
    if (!bytes && !unfit) {
      return cell;
    }
    remarks.add(
        Finding.lossy(
            "TEXT_UNFIT",
            Labels.object(entity),
            column
                + " holds bytes that "
                + (engine == Engine.POSTGRES ? "PostgreSQL" : "SQLite")
                + " cannot hold as text; they are replaced by U+FFFD.",
            "Give it a new text before the migration, or accept the loss."));
    return unfit ? Form.text(replaced(text, engine)) : cell;
  }

  private static boolean hasUnpaired(String text) {
    // Every text of a database comes through here, and hardly any has a surrogate.
    for (int i = 0; i < text.length(); i++) {
      if (Character.isSurrogate(text.charAt(i))) {
        return text.codePoints().anyMatch(Texts::isUnpaired);
      }
    }
    return false;
  }

  private static boolean isUnpaired(int codePoint) {
    return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
  }

  private static String replaced(String text, Engine engine) {
    return text.codePoints()
        .map(c -> isUnpaired(c) || (c == 0 && engine == Engine.POSTGRES) ? REPLACEMENT : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }
}
