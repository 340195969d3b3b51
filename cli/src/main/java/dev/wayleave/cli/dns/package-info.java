/// The commands about DNS as nodes are told it: `wayleave dns get|set`.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.dns;
