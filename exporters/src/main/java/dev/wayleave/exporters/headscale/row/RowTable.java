package dev.wayleave.exporters.headscale.row;

import dev.wayleave.exporters.headscale.row.Column.Former;
import dev.wayleave.exporters.headscale.schema.ColumnShape;
import dev.wayleave.exporters.headscale.schema.ColumnType;
import dev.wayleave.exporters.headscale.schema.Engine;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.importers.headscale.database.value.Row;
import dev.wayleave.importers.headscale.database.value.TimeText;
import dev.wayleave.tailnet.inventory.Entity;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.model.TailnetEntity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/// The rows of one table: those of entities, and between them those that go back as they are.
final class RowTable<T extends TailnetEntity> {
  private static final Row NOTHING = new Row(new RawRow("", List.of(), List.of()));

  private final Kind<T> kind;
  private final TableShape shape;
  private final Target target;
  private final Collection<Entity<?>> entities;
  private final Map<String, Column<T>> columns;
  private final List<String> names;
  private final NavigableMap<Long, RawRow> others = new TreeMap<>();
  private final Set<Long> numbers = new HashSet<>();
  private long admitted;

  RowTable(Kind<T> kind, TableShape shape, Target target, Collection<Entity<?>> entities) {
    this.kind = kind;
    this.shape = shape;
    this.target = target;
    this.entities = entities;
    this.columns = kind.columns();
    this.names =
        shape.columns().stream().map(ColumnShape::name).collect(Collectors.toUnmodifiableList());
  }

  TableShape shape() {
    return shape;
  }

  long count() {
    return admitted + others.size();
  }

  /// Goes through all entities once, without keeping a row.
  ///
  /// @param written takes the number of each row that there will be
  void judge(Remarks remarks, Consumer<Long> written) {
    TreeSet<String> unknown = new TreeSet<>();
    for (Entity<?> entity : entities) {
      T value = kind.type().cast(entity.value());
      numbers.add(kind.id(value));
      Numbers.check(kind.id(value), Labels.object(value), remarks);
      if (kind.admits(value, remarks)) {
        admitted++;
        written.accept(kind.id(value));
        row(entity, value, remarks);
        RawRow former = entity.row();
        if (former != null && isKept(former)) {
          unknown.addAll(former.names());
        }
      }
    }
    unknown.removeAll(names);
    if (!unknown.isEmpty()) {
      remarks.add(
          Finding.info(
              "COLUMN_LEFT_OUT",
              "table " + shape.name(),
              target.label() + " has no columns " + String.join(", ", unknown) + ".",
              "Nothing, if a changed Headscale or another program made them."));
    }
  }

  /// Adds a row that is no entity, in the columns of this table, unless its number is taken.
  boolean add(long id, RawRow row) {
    return !numbers.contains(id) && others.putIfAbsent(id, row) == null;
  }

  void each(Consumer<RawRow> sink) {
    NavigableMap<Long, RawRow> waiting = new TreeMap<>(others);
    for (Entity<?> entity : entities) {
      T value = kind.type().cast(entity.value());
      NavigableMap<Long, RawRow> before = waiting.headMap(kind.id(value), false);
      before.values().forEach(sink);
      before.clear();
      if (kind.admits(value, Remarks.SILENT)) {
        sink.accept(row(entity, value, Remarks.SILENT));
      }
    }
    waiting.values().forEach(sink);
  }

  private boolean isKept(RawRow former) {
    return target.fidelity().keepsRows() && former.table().equals(shape.name());
  }

  private RawRow row(Entity<?> entity, T value, Remarks remarks) {
    RawRow row = entity.row();
    Former former =
        row == null
            ? new Former(NOTHING, false, false)
            : new Former(new Row(Revealed.of(row)), isKept(row), target.engine() == Engine.SQLITE);
    List<RawValue> values = new ArrayList<>(names.size());
    for (ColumnShape column : shape.columns()) {
      Column<T> known = columns.get(column.name());
      RawValue cell = known == null ? carried(column, value, former) : known.value(value, former);
      values.add(
          column.type() == ColumnType.TEXT
              ? Texts.fit(cell, column.name(), former, target.engine(), value, remarks)
              : cell);
    }
    return new RawRow(shape.name(), names, values);
  }

  /// A column that says nothing of the entity: what the source has, or what a new row has.
  private RawValue carried(ColumnShape column, T value, Former former) {
    RawValue stored = former.row().raw().get(column.name());
    if (stored != null && former.kept()) {
      return stored;
    }
    if (column.type() == ColumnType.TIME) {
      Instant time = former.row().time(column.name()).orNull();
      if (time != null && !TimeText.isUnset(time)) {
        return target.form().time(time);
      }
    }
    Column<T> created = columns.get("created_at");
    return column.name().equals("updated_at") && created != null
        ? created.value(value, new Former(NOTHING, false, false))
        : Form.NULL;
  }
}
