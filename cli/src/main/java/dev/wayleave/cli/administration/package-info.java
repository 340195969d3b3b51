/// What the commands that administer a coordinator have in common: how it is found and asked, how
/// answers are shown, and how people who know Headscale's command are understood.
///
/// What a single command does stands in the room of its object.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.administration;
