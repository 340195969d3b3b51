/// Who is who in a tailnet, as a policy asks for it: devices, people, and the selectors that mean
/// them.
///
/// The directory is a derived view of one image; it holds no rule.
@NullMarked
package dev.wayleave.tailnet.policy.directory;

import org.jspecify.annotations.NullMarked;
