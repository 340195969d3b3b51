/// Policies that were written for another control plane: what they mean there, and the text that
/// says the same here.
///
/// Headscale's policy engines differ from release to release; [PolicyEngine] says how. A policy is
/// taken over in three steps: its text is rewritten where the reader here would refuse or
/// misunderstand it, both texts are evaluated on the nodes of the source, each by its own
/// semantics, and what differs is a finding of the rule that it comes from.
@NullMarked
package dev.wayleave.tailnet.policy.dialect;

import org.jspecify.annotations.NullMarked;
