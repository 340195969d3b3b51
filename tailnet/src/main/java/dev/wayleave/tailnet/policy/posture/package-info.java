/// Device posture: what is known of a device, the conditions of a policy's `postures`, and whether
/// a device meets them.
///
/// Nothing here knows rules, users or addresses. A condition that cannot be evaluated denies and
/// says so.
@NullMarked
package dev.wayleave.tailnet.policy.posture;

import org.jspecify.annotations.NullMarked;
