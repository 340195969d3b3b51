package dev.wayleave.exporters.headscale.row;

import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.util.Map;

/// How one kind of thing becomes rows of a table.
interface Kind<T extends TailnetEntity> {
  EntityKind kind();

  Class<T> type();

  String table();

  /// The number that the row is found by.
  long id(T entity);

  /// The columns of all releases by name; a release's table has some of them.
  Map<String, Column<T>> columns();

  /// Whether the release can hold it; what of it cannot be held is reported.
  boolean admits(T entity, Remarks remarks);
}
