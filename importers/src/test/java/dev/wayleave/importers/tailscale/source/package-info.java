/// Tests of what an export becomes.
@org.jspecify.annotations.NullMarked
package dev.wayleave.importers.tailscale.source;
