/// The commands about users: `wayleave users create|list|rename|destroy`.
@org.jspecify.annotations.NullMarked
package dev.wayleave.cli.users;
