/// Recorded cases of the hosted control plane, and how an answer is compared with what was
/// recorded.
@NullMarked
package dev.wayleave.testkit.conformance;

import org.jspecify.annotations.NullMarked;
