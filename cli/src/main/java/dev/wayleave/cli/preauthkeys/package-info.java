/// The commands about pre-auth keys: `wayleave preauthkeys create|list|expire|delete`.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.preauthkeys;
