/// Tests of logins at identity providers: that they work, and each attack on them.
@NullMarked
package dev.wayleave.coordinator.oidc;

import org.jspecify.annotations.NullMarked;
