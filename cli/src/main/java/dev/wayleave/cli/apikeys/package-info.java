/// The commands about API keys: `wayleave apikeys create|list|expire|delete`.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.apikeys;
