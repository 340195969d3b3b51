/// Cases of what a control plane was seen to do: a policy on a small tailnet, and the answer that
/// Wayleave computes for it in the same form.
@NullMarked
package dev.wayleave.tailnet.policy.recorded;

import org.jspecify.annotations.NullMarked;
