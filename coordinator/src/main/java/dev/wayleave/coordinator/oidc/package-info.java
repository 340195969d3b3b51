/// Logging in at identity providers: which there are, the way to them and back, and what is
/// believed of what they say.
@NullMarked
package dev.wayleave.coordinator.oidc;

import org.jspecify.annotations.NullMarked;
