/// PostgreSQL for tests: one cluster per module run, one database per test.
@org.jspecify.annotations.NullMarked
package dev.wayleave.testkit.database;
