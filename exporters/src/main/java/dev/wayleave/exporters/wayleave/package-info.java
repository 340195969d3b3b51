/// Carries a tailnet to a running coordinator, `wayleave:URL`, over its migration API.
///
/// The coordinator plans and applies; here a bundle is streamed to it and its answers are read.
@org.jspecify.annotations.NullMarked
package dev.wayleave.exporters.wayleave;
