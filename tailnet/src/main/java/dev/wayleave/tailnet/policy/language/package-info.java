/// What a policy file says, as types: one record for each construct of the language, and the reader
/// that makes them from a syntax tree.
///
/// Selectors stay unresolved here: who they mean on a given tailnet is the question of
/// [dev.wayleave.tailnet.policy.directory].
@NullMarked
package dev.wayleave.tailnet.policy.language;

import org.jspecify.annotations.NullMarked;
