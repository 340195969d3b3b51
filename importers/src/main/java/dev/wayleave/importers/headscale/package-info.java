/// Headscale as a source: its configuration, its database, and both together.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.headscale;
