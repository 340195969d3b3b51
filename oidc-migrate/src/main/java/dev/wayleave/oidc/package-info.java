/// Rewriting the provider identities of users, through a port to the store that holds them, when a
/// tailnet changes its identity provider.
///
/// What is planned is pure; only the readers of people and maps open files or connections.
@NullMarked
package dev.wayleave.oidc;

import org.jspecify.annotations.NullMarked;
