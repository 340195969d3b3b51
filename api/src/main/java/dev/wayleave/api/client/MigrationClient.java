package dev.wayleave.api.client;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.wayleave.api.migration.ApplyRequest;
import dev.wayleave.api.migration.Migration;
import dev.wayleave.api.migration.MigrationSummary;
import dev.wayleave.tailnet.inventory.EntityKind;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/// The calls of the migration API.
public final class MigrationClient {
  private static final String PATH = "/api/v1alpha/migrations";

  /// Large tailnets take their time; the coordinator keeps no half of it when a caller gives up.
  private static final Duration PATIENCE = Duration.ofMinutes(30);

  private final CoordinatorClient client;

  MigrationClient(CoordinatorClient client) {
    this.client = client;
  }

  /// Stores a bundle and has it planned.
  public Migration plan(Supplier<InputStream> bundle, PlanOptions options) throws ApiException {
    StringBuilder query = new StringBuilder("?prune=" + options.prune());
    for (EntityKind kind : options.overwrite()) {
      query.append("&overwrite=").append(kind.plural());
    }
    return client.upload(PATH + query, bundle, Migration.class, PATIENCE);
  }

  public Migration apply(String id, Set<String> accept) throws ApiException {
    return client.post(
        PATH + "/" + id + "/apply", new ApplyRequest(accept), Migration.class, PATIENCE);
  }

  public Migration rollback(String id) throws ApiException {
    return client.post(PATH + "/" + id + "/rollback", Map.of(), Migration.class, PATIENCE);
  }

  public Migration get(String id) throws ApiException {
    return client.get(PATH + "/" + id, Migration.class);
  }

  public List<MigrationSummary> list() throws ApiException {
    return client.get(PATH, new TypeReference<List<MigrationSummary>>() {});
  }

  /// The coordinator's inventory as a plain bundle.
  ///
  /// @param secrets asks for secrets too, which needs the right to read them
  public InputStream inventory(boolean secrets) throws ApiException {
    return client.download("/api/v1alpha/inventory?secrets=" + secrets, PATIENCE);
  }
}
