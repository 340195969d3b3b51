package dev.wayleave.coordinator.store;

import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.json.InventoryJsonException;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.hibernate.StatelessSession;

/// The rows of sources that are no entity here, which only a way back asks for.
///
/// They are kept with the migration that brought them: of each kind of source the newest applied
/// one counts, so that taking a migration back brings those of the one before.
final class LeftoverRows {
  private static final InventoryJson JSON = InventoryJson.revealing();

  private LeftoverRows() {}

  static byte[] write(List<RawRow> rows) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (BufferedWriter lines =
        new BufferedWriter(
            new OutputStreamWriter(new GZIPOutputStream(bytes), StandardCharsets.UTF_8))) {
      for (RawRow row : rows) {
        lines.write(JSON.write(row));
        lines.write('\n');
      }
    } catch (IOException e) {
      throw new AssertionError("memory takes what is written to it", e);
    }
    return bytes.toByteArray();
  }

  static List<RawRow> read(byte[] bytes) {
    List<RawRow> rows = new ArrayList<>();
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(new ByteArrayInputStream(bytes)), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        rows.add(JSON.readRow(line));
      }
    } catch (IOException | InventoryJsonException e) {
      throw new StoreException(
          "The database holds a row that this release cannot read: " + e.getMessage() + ".", e);
    }
    return rows;
  }

  /// Those that are in force.
  static List<RawRow> of(StatelessSession session, long tailnet) {
    List<RawRow> rows = new ArrayList<>();
    session
        .createQuery(
            "select r.leftovers from MigrationRow r where r.id.tailnet = :tailnet"
                + " and r.state = 'APPLIED' and r.leftovers is not null"
                + " and not exists (select 1 from MigrationRow later"
                + " where later.id.tailnet = r.id.tailnet and later.origin = r.origin"
                + " and later.state = 'APPLIED' and later.appliedAt > r.appliedAt)"
                + " order by r.origin",
            byte[].class)
        .setParameter("tailnet", tailnet)
        .getResultList()
        .forEach(bytes -> rows.addAll(read(bytes)));
    return rows;
  }
}
