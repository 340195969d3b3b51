/// The command `wayleave export`: what a plane says of a tailnet, kept as it said it.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.export;
