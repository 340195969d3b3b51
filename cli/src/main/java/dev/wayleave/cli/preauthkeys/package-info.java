/// The commands about pre-auth keys: `wayleave preauthkeys create|adopt|list|expire|delete`.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.preauthkeys;
