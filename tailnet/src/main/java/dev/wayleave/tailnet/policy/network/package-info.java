/// What rules allow on the network: the packet filter of each device, who sees whom, and which
/// routes lead where.
///
/// Everything here is computed from a policy and a directory, without time, state or I/O. The rules
/// were worked out from recorded answers of the hosted control plane.
@NullMarked
package dev.wayleave.tailnet.policy.network;

import org.jspecify.annotations.NullMarked;
