/// Reads a tailnet from a running coordinator, `wayleave:URL`, over its REST API.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.wayleave;
