/// The commands about nodes: `wayleave nodes list|register|approve|expire|…`, and what became of
/// Headscale's `routes`.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.nodes;
