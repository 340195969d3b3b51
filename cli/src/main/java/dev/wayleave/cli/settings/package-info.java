/// The commands about settings of the tailnet: `wayleave settings get|set`.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.settings;
