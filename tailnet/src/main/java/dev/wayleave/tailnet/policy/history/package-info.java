/// What changed between two texts of a policy, line by line; what that means is not known here.
@org.jspecify.annotations.NullMarked
package dev.wayleave.tailnet.policy.history;
