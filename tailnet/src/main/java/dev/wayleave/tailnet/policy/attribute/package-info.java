/// What a policy gives to devices beyond network access: capabilities, pools of addresses, and
/// whether their posture is good enough to be a source.
///
/// Everything here is computed from a policy and a directory.
@NullMarked
package dev.wayleave.tailnet.policy.attribute;

import org.jspecify.annotations.NullMarked;
