package dev.wayleave.tailnet.inventory.bundle;

import static dev.wayleave.tailnet.inventory.bundle.BundleException.Reason.DAMAGED;
import static dev.wayleave.tailnet.inventory.bundle.BundleException.Reason.TRUNCATED;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.Finding;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.KindDigest;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.RawRow;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.json.Digests;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.json.InventoryJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Reads the JSON lines of a bundle and holds them against the manifest.
final class PayloadReader {
  private static final int REPORT_EVERY = 1000;

  private final ObjectMapper mapper = InventoryJson.revealing().mapper();
  private final Progress progress;
  private final List<Finding> findings = new ArrayList<>();
  private boolean ended;

  PayloadReader(Progress progress) {
    this.progress = progress;
  }

  Bundle read(InputStream in) throws IOException {
    try (MappingIterator<JsonNode> lines = mapper.readerFor(JsonNode.class).readValues(in)) {
      if (!lines.hasNextValue()) {
        throw new BundleException(TRUNCATED, "The bundle holds no manifest; take another copy.");
      }
      Manifest manifest = manifest(lines.nextValue());
      Inventory.Builder inventory = Inventory.builder(manifest.source());
      long total = manifest.kinds().values().stream().mapToLong(KindDigest::count).sum();
      long done = 0;
      while (lines.hasNextValue()) {
        take(lines.nextValue(), inventory);
        if (++done % REPORT_EVERY == 0) {
          progress.at("reading the bundle", Math.min(done, total), total);
        }
      }
      progress.at("reading the bundle", total, total);
      return checked(manifest, inventory.build());
    } catch (JsonProcessingException e) {
      throw new BundleException(
          DAMAGED, "The bundle holds a line that is not JSON; take another copy of it.", e);
    } catch (InventoryJsonException | IllegalArgumentException e) {
      throw new BundleException(DAMAGED, "The bundle cannot be used: " + e.getMessage() + ".", e);
    }
  }

  private Manifest manifest(JsonNode line) throws JsonProcessingException, BundleException {
    JsonNode manifest = line.get("manifest");
    if (manifest == null) {
      throw new BundleException(DAMAGED, "The bundle does not begin with its manifest.");
    }
    return mapper.treeToValue(manifest, Manifest.class);
  }

  private void take(JsonNode line, Inventory.Builder inventory)
      throws IOException, InventoryJsonException {
    if (line.size() != 1 || ended) {
      throw new BundleException(DAMAGED, "The bundle holds a line that does not belong there.");
    }
    Map.Entry<String, JsonNode> field = line.properties().iterator().next();
    JsonNode value = field.getValue();
    switch (field.getKey()) {
      case "leftover" -> inventory.addLeftover(mapper.treeToValue(value, RawRow.class));
      case "finding" -> findings.add(mapper.treeToValue(value, Finding.class));
      case "end" -> ended = true;
      default ->
          inventory.add(InventoryJson.revealing().entity(EntityKind.parse(field.getKey()), value));
    }
  }

  private Bundle checked(Manifest manifest, Inventory inventory) throws BundleException {
    if (!ended) {
      throw new BundleException(
          TRUNCATED, "The bundle ends before its end; take another copy of it.");
    }
    Map<String, KindDigest> found = new TreeMap<>();
    Digests.of(inventory).forEach((kind, digest) -> found.put(kind.plural(), digest));
    if (!found.equals(manifest.kinds())
        || inventory.leftovers().size() != manifest.leftovers()
        || findings.size() != manifest.findings()) {
      throw new BundleException(
          DAMAGED, "The bundle does not hold what its manifest says; take another copy of it.");
    }
    return new Bundle(manifest, new Reading(inventory, manifest.counts(), findings));
  }
}
