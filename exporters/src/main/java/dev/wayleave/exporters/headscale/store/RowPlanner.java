package dev.wayleave.exporters.headscale.store;

import static dev.wayleave.tailnet.inventory.plan.TargetException.Reason.UNAVAILABLE;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.wayleave.exporters.headscale.row.DatabaseRows;
import dev.wayleave.exporters.headscale.schema.ColumnShape;
import dev.wayleave.exporters.headscale.schema.HeadscaleSchema;
import dev.wayleave.exporters.headscale.schema.TableShape;
import dev.wayleave.exporters.headscale.store.Decision.Op;
import dev.wayleave.exporters.headscale.store.RowPlan.RowKey;
import dev.wayleave.importers.headscale.database.store.Tables;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.RawValue;
import dev.wayleave.tailnet.inventory.SourceException;
import dev.wayleave.tailnet.inventory.plan.FieldDiff;
import dev.wayleave.tailnet.inventory.plan.KindSummary;
import dev.wayleave.tailnet.inventory.plan.Labels;
import dev.wayleave.tailnet.inventory.plan.PlanItem;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.TargetException;
import dev.wayleave.tailnet.model.SecretText;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Plans what is written to one database.
final class RowPlanner {
  private final HeadscaleSchema schema;
  private final DatabasePlace place;
  private final Inventory source;
  private final DatabaseRows rows;
  private final PlanOptions options;
  private final Progress progress;

  private final Map<RowKey, RawRow> presentRows = new HashMap<>();
  private final Map<RowKey, RawRow> wantedRows = new HashMap<>();
  private final Map<RowKey, String> labels = new HashMap<>();

  RowPlanner(
      HeadscaleSchema schema,
      DatabasePlace place,
      Inventory source,
      DatabaseRows rows,
      PlanOptions options,
      Progress progress) {
    this.schema = schema;
    this.place = place;
    this.source = source;
    this.rows = rows;
    this.options = options;
    this.progress = progress;
  }

  RowPlan plan() throws TargetException, SourceException {
    Image wanted = Image.of(schema, rows, progress);
    try (Look look = place.look(progress)) {
      Optional<Tables> tables = look.tables();
      return switch (SchemaCheck.of(schema, tables, place.label())) {
        case SchemaCheck.Nothing _ -> plan(look, null, wanted, Image.empty(), Image.empty());
        case SchemaCheck.Differs(String sentence) ->
            throw new TargetException(UNAVAILABLE, sentence);
        case SchemaCheck.Fits _ -> {
          Tables there = tables.orElseThrow();
          Image present = Image.of(schema, there, progress);
          yield plan(look, there, wanted, present, Applied.to(schema, look, present));
        }
      };
    }
  }

  private RowPlan plan(Look look, @Nullable Tables tables, Image wanted, Image present, Image last)
      throws SourceException {
    RowMerge merge = new RowMerge(schema, wanted, present, last, options, unopinionated());
    List<Decision> decisions = merge.decisions();
    if (tables != null) {
      fetch(tables, decisions);
    }
    Image after = Image.empty();
    Set<RowKey> kept = new HashSet<>();
    for (Decision decision : decisions) {
      long[] row = merge.result().find(decision.table(), decision.id());
      if (decision.op().writes() && row != null) {
        after.put(decision.table(), decision.id(), row);
      }
      if (decision.op() == Op.UPDATE || decision.op() == Op.DELETE) {
        kept.add(new RowKey(decision.table(), decision.id()));
      }
    }
    List<PlanItem> items = decisions.stream().map(this::item).toList();
    presentRows.keySet().retainAll(kept);
    wantedRows.keySet().retainAll(kept);
    List<Journal.Header> journals = look.journals();
    return new RowPlan(
        new RowPlan.Shown(present.fingerprint(), summary(merge), items, findings(merge, present)),
        new RowPlan.Written(
            tables == null,
            journals.isEmpty() ? 0 : journals.getLast().number(),
            rows,
            decisions,
            presentRows,
            wantedRows,
            after,
            merge.applied(),
            !merge.applied().fingerprint().equals(last.fingerprint())
                || (tables != null && Counters.lag(schema, rows.counters(), tables))));
  }

  /// A database without its configuration does not hold the policy where that is a file.
  private Set<EntityKind> unopinionated() {
    return source.server().isEmpty() && source.policies().isEmpty()
        ? EnumSet.of(EntityKind.POLICY)
        : EnumSet.noneOf(EntityKind.class);
  }

  /// Takes the rows that are to be shown or kept, and of the others nothing.
  private void fetch(Tables tables, List<Decision> decisions) throws SourceException {
    for (TableShape shape : schema.tables()) {
      Set<Long> whole = new HashSet<>();
      Set<Long> named = new HashSet<>();
      for (Decision decision : decisions) {
        if (decision.table().equals(shape.name()) && decision.op() != Op.CREATE) {
          (decision.op() == Op.KEEP ? named : whole).add(decision.id());
        }
      }
      if (!whole.isEmpty() || !named.isEmpty()) {
        tables.read(
            tables.find(shape.name()).orElseThrow(), row -> take(row, whole, named, presentRows));
      }
      if (!whole.isEmpty()) {
        rows.each(shape, row -> take(row, whole, Set.of(), wantedRows));
      }
    }
  }

  private void take(RawRow row, Set<Long> whole, Set<Long> named, Map<RowKey, RawRow> into) {
    long id = Image.idOf(row);
    RowKey key = new RowKey(row.table(), id);
    if (whole.contains(id)) {
      into.put(key, row);
    }
    if (whole.contains(id) || named.contains(id)) {
      labels.put(key, RowKinds.label(row));
    }
  }

  private PlanItem item(Decision decision) {
    return new PlanItem(
        switch (decision.op()) {
          case CREATE -> PlanItem.Op.CREATE;
          case UPDATE -> PlanItem.Op.UPDATE;
          case DELETE -> PlanItem.Op.DELETE;
          case CONFLICT -> PlanItem.Op.CONFLICT;
          case KEEP -> PlanItem.Op.KEEP;
        },
        RowKinds.ref(decision.table(), decision.id()),
        label(decision.table(), decision.id()),
        fields(decision),
        decision.note());
  }

  private String label(String table, long id) {
    String label = labels.get(new RowKey(table, id));
    return label != null
        ? label
        : source.find(RowKinds.ref(table, id)).map(entity -> Labels.of(entity.value())).orElse("");
  }

  private String object(String table, long id) {
    String label = label(table, id);
    return RowKinds.of(table).singular() + " " + id + (label.isEmpty() ? "" : " (" + label + ")");
  }

  private List<FieldDiff> fields(Decision decision) {
    BitSet columns = decision.taken().isEmpty() ? decision.conflicting() : decision.taken();
    if (columns.isEmpty()) {
      return List.of();
    }
    RowKey key = new RowKey(decision.table(), decision.id());
    TableShape shape = Journal.shape(schema, decision.table());
    List<FieldDiff> fields = new ArrayList<>();
    columns.stream()
        .mapToObj(shape.columns()::get)
        .map(ColumnShape::name)
        .forEach(name ->
            fields.add(
                new FieldDiff(
                    name, shown(name, presentRows.get(key)), shown(name, wantedRows.get(key)))));
    return Collections.unmodifiableList(fields);
  }

  private static String shown(String column, @Nullable RawRow row) {
    RawValue value = row == null ? null : row.get(column);
    String text = RawValues.text(value);
    if (text == null) {
      return "null";
    }
    return TextNode.valueOf(RowKinds.isSecret(column) ? SecretText.of(text).fingerprint() : text)
        .toString();
  }

  private List<Finding> findings(RowMerge merge, Image present) {
    RowFindings judge = new RowFindings(schema, present, merge.result(), this::object);
    List<Finding> findings = new ArrayList<>();
    findings.addAll(judge.replaced(merge.replaced()));
    findings.addAll(judge.strangers(merge.strangers()));
    findings.addAll(judge.shared(merge.decisions()));
    findings.addAll(judge.dangling());
    return findings;
  }

  private static Map<EntityKind, KindSummary> summary(RowMerge merge) {
    Map<EntityKind, long[]> counts = new EnumMap<>(EntityKind.class);
    merge
        .unchanged()
        .forEach((kind, count) -> counts.computeIfAbsent(kind, _ -> new long[6])[3] += count);
    for (Decision decision : merge.decisions()) {
      int at =
          switch (decision.op()) {
            case CREATE -> 0;
            case UPDATE -> 1;
            case DELETE -> 2;
            case CONFLICT -> 4;
            case KEEP -> 5;
          };
      counts.computeIfAbsent(RowKinds.of(decision.table()), _ -> new long[6])[at]++;
    }
    Map<EntityKind, KindSummary> summary = new EnumMap<>(EntityKind.class);
    counts.forEach(
        (kind, c) -> summary.put(kind, new KindSummary(c[0], c[1], c[2], c[3], c[4], c[5])));
    return summary;
  }
}
