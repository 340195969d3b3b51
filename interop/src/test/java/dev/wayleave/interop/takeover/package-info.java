/// A tailnet goes from a real Headscale to Wayleave and back while its real clients live on.
@org.jspecify.annotations.NullMarked
package dev.wayleave.interop.takeover;
