package dev.wayleave.exporters.headscale;

import dev.wayleave.testkit.database.TemplateDatabase;

/// A database without anything in it; apart from [Targets], so that only who asks for it starts
/// PostgreSQL.
final class EmptyPostgres {
  static final TemplateDatabase TEMPLATE = TemplateDatabase.migratedBy("nothing", _ -> {});

  private EmptyPostgres() {}
}
