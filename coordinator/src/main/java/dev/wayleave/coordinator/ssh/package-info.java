/// What nodes ask about SSH sessions that come to them, and tell of them.
///
/// The rules come from the policy by way of `map`, the wait for a person is in `login`; here they
/// become the answers that a node's SSH server carries out.
@NullMarked
package dev.wayleave.coordinator.ssh;

import org.jspecify.annotations.NullMarked;
