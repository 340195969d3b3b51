package dev.wayleave.testkit.database;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/// Gives each test a copy of a template and drops it afterwards.
public final class FreshDatabase implements BeforeEachCallback, AfterEachCallback {
  private final TemplateDatabase template;
  private @Nullable Database current;

  public FreshDatabase(TemplateDatabase template) {
    this.template = template;
  }

  /// The copy of the test that runs.
  public Database get() {
    if (current == null) {
      throw new IllegalStateException("a fresh database exists only while a test runs");
    }
    return current;
  }

  @Override
  public void beforeEach(ExtensionContext context) {
    current = template.copy();
  }

  @Override
  public void afterEach(ExtensionContext context) {
    if (current != null) {
      template.drop(current);
      current = null;
    }
  }
}
