/// The commands about the logins of users: `wayleave users identities list|link|unlink|expect`.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.users.identities;
