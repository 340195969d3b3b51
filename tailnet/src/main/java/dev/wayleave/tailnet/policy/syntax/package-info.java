/// The text of a policy file: HuJSON, which is JSON with comments and trailing commas.
///
/// Syntax only; what a policy means is another room's business.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet.policy.syntax;
