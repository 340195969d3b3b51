package dev.wayleave.testkit.database;

import java.util.concurrent.atomic.AtomicInteger;

/// A database that was migrated once, and copies of it: one per test, in some 50 ms each.
///
/// Kept in a static field and asked for a copy by each test:
///
/// ```java
/// static final TemplateDatabase TEMPLATE = TemplateDatabase.migratedBy("coordinator", Schema::migrate);
///
/// @RegisterExtension final FreshDatabase database = new FreshDatabase(TEMPLATE);
/// ```
public final class TemplateDatabase {
  private final SharedCluster cluster;
  private final String name;
  private final AtomicInteger copies = new AtomicInteger();

  private TemplateDatabase(SharedCluster cluster, String name) {
    this.cluster = cluster;
    this.name = name;
  }

  /// Brings an empty database to the state that tests begin with.
  @FunctionalInterface
  public interface Migration {
    /// Must have closed its connections when it returns: PostgreSQL copies no database in use.
    void migrate(Database empty) throws Exception;
  }

  /// Creates and migrates a template.
  ///
  /// @param name a plain identifier, unique among the templates of a module
  public static TemplateDatabase migratedBy(String name, Migration migration) {
    if (!name.matches("[a-z][a-z0-9_]{0,30}")) {
      throw new IllegalArgumentException("\"%s\" is not a plain identifier".formatted(name));
    }
    SharedCluster cluster = SharedCluster.get();
    cluster.administer("CREATE DATABASE " + name);
    try {
      migration.migrate(cluster.database(name));
    } catch (Exception e) {
      cluster.administer("DROP DATABASE %s WITH (FORCE)".formatted(name));
      throw new AssertionError("The template database %s was not migrated".formatted(name), e);
    }
    return new TemplateDatabase(cluster, name);
  }

  /// Creates a copy; the caller drops it.
  public Database copy() {
    String copy = name + "_" + copies.incrementAndGet();
    // By files and not through the log: with fsync off that is several times quicker.
    cluster.administer("CREATE DATABASE %s TEMPLATE %s STRATEGY FILE_COPY".formatted(copy, name));
    return cluster.database(copy);
  }

  /// Drops a copy and cuts whoever is still connected to it.
  public void drop(Database copy) {
    cluster.administer("DROP DATABASE %s WITH (FORCE)".formatted(copy.name()));
  }
}
