package dev.wayleave.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.wayleave.api.Problem;
import dev.wayleave.api.migration.Migration;
import dev.wayleave.api.migration.MigrationState;
import dev.wayleave.api.migration.MigrationSummary;
import dev.wayleave.tailnet.inventory.Inventory;
import dev.wayleave.tailnet.inventory.Progress;
import dev.wayleave.tailnet.inventory.Reading;
import dev.wayleave.tailnet.inventory.SourceInfo;
import dev.wayleave.tailnet.inventory.bundle.BundleReader;
import dev.wayleave.tailnet.inventory.json.InventoryJson;
import dev.wayleave.tailnet.inventory.plan.PlanOptions;
import dev.wayleave.tailnet.inventory.plan.Planned;
import dev.wayleave.tailnet.inventory.plan.Planner;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// A process that speaks the migration API with an empty tailnet behind it: what `try` starts in
/// tests. It remembers in its data directory whether something was applied, and ends on request.
///
/// It stands in for a program and not for a peer: a process that takes its address from the
/// environment, plans with the planner what it was sent, and dies when told. Stubs of WireMock
/// answer what was recorded, so here they would only wrap the same code.
final class StubCoordinator {
  private static final String KEY = "stub-key";
  private static final SourceInfo SELF = new SourceInfo("wayleave", "0.1.0", "postgresql");
  private static final ObjectMapper MAPPER = InventoryJson.redacted().mapper();

  private final Path applied;
  private Migration planned = migration(MigrationState.PLANNED, plan(new byte[0]));

  private StubCoordinator(Path data) {
    this.applied = data.resolve("applied");
  }

  public static void main(String[] args) throws IOException {
    Path data = Path.of(System.getenv("WAYLEAVE_DATA"));
    String listen = System.getenv("WAYLEAVE_LISTEN");
    if (Files.exists(data.resolve("refuse"))) {
      System.err.println("Another coordinator, process 4711, runs on this data directory.");
      System.exit(3);
    }
    int colon = listen.lastIndexOf(':');
    HttpServer server =
        HttpServer.create(
            new InetSocketAddress(
                listen.substring(0, colon), Integer.parseInt(listen.substring(colon + 1))),
            0);
    StubCoordinator stub = new StubCoordinator(data);
    server.createContext("/health", exchange -> answer(exchange, 200, Map.of("status", "UP")));
    server.createContext("/stop", _ -> System.exit(0));
    server.createContext("/api/v1alpha/migrations", stub::migrations);
    server.start();
    Files.writeString(data.resolve("admin.key"), KEY + "\n");
    Files.writeString(data.resolve("server.url"), "http://" + listen + "\n");
    System.out.println("Wayleave is ready at http://" + listen);
  }

  private void migrations(HttpExchange exchange) throws IOException {
    if (!("Bearer " + KEY).equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
      answer(exchange, 401, Problem.of(401, "Unauthorized", "KEY", "This key is not known."));
      return;
    }
    String path = exchange.getRequestURI().getPath();
    if (exchange.getRequestMethod().equals("GET")) {
      List<MigrationSummary> list =
          Files.exists(applied)
              ? List.of(migration(MigrationState.APPLIED, planned.plan()).migration())
              : List.of();
      answer(exchange, 200, list);
    } else if (path.endsWith("/apply")) {
      Files.writeString(applied, "yes");
      answer(exchange, 200, migration(MigrationState.APPLIED, planned.plan()));
    } else {
      try (InputStream body = exchange.getRequestBody()) {
        planned = migration(MigrationState.PLANNED, plan(body.readAllBytes()));
      }
      answer(exchange, 200, planned);
    }
  }

  private static Planned plan(byte[] bundle) {
    Inventory empty = Inventory.empty(SELF);
    try {
      Reading reading =
          bundle.length == 0
              ? new Reading(
                  empty, new dev.wayleave.tailnet.inventory.Counts(0, 0, 0, 0, 0, 0), List.of())
              : new BundleReader(null, 1 << 28)
                  .read(new java.io.ByteArrayInputStream(bundle), Progress.SILENT)
                  .reading();
      return Planner.plan(reading, empty, empty, PlanOptions.CAREFUL, Set.of());
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Migration migration(MigrationState state, Planned planned) {
    return migration(state, planned.plan());
  }

  private static Migration migration(
      MigrationState state, dev.wayleave.tailnet.inventory.plan.Plan plan) {
    return new Migration(
        new MigrationSummary(
            "m1", state, plan.source(), plan.summary(), 1, Instant.EPOCH, Instant.EPOCH, null),
        plan,
        List.of("The Noise key is in force after a restart."));
  }

  private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
    byte[] json = MAPPER.writeValueAsString(body).getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, json.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(json);
    }
  }
}
