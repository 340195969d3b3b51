/// What a migration would do, computed from three images: the source, the target, and what was last
/// applied.
///
/// Pure functions. A plan shows fingerprints of secrets only; the writes beside it hold the secrets
/// and never leave the process that applies them.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet.inventory.plan;
