/// The commands about OAuth clients: `wayleave oauth-clients create|list|delete`.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.oauth;
