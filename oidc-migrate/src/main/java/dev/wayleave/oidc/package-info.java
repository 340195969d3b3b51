/// Rewriting the provider identities of users, through a port to the store that holds them, when a
/// tailnet changes its identity provider; nothing is built yet.
@org.jspecify.annotations.NullMarked
package dev.wayleave.oidc;
