/// What becomes of each user's identity when a tailnet changes its provider: pure, from what a
/// store holds and what was asked for to the changes and findings.
@NullMarked
package dev.wayleave.oidc.plan;

import org.jspecify.annotations.NullMarked;
