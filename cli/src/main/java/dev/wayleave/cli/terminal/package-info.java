/// What the command is connected to: its streams, environment and clock, and how text is put there.
/// Everything that a person sees from a source passes [dev.wayleave.cli.terminal.SafeText] first.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.terminal;
