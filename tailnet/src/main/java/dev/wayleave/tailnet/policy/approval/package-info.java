/// What a policy lets people and devices do without an administrator: advertise routes and
/// services, and give tags.
///
/// Pure questions; who changes the state upon the answer is another room's business.
@NullMarked
package dev.wayleave.tailnet.policy.approval;

import org.jspecify.annotations.NullMarked;
