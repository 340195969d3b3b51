/// What a policy's words for users mean before and after a change of identities.
@NullMarked
package dev.wayleave.oidc.policy;

import org.jspecify.annotations.NullMarked;
