/// Tells people what a policy does: which rule lets whom reach what, and what a change of the
/// policy changes.
///
/// Nothing is decided here; all answers are read off the compiled rules. The records can be written
/// as JSON as they are.
@NullMarked
package dev.wayleave.tailnet.policy.explain;

import org.jspecify.annotations.NullMarked;
