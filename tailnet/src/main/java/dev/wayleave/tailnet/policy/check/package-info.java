/// Whether a policy does what its author says it does: who reaches what by its rules, and the
/// sections `tests` and `sshTests`.
///
/// [dev.wayleave.tailnet.policy.check.Reachability] reads the rules one by one, without any of the
/// machinery that compiles packet filters, so that the two can be held against each other.
@NullMarked
package dev.wayleave.tailnet.policy.check;

import org.jspecify.annotations.NullMarked;
