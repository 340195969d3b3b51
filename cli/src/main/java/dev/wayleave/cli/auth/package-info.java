/// The commands that finish logins: `wayleave auth list|register|approve|reject`.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.auth;
