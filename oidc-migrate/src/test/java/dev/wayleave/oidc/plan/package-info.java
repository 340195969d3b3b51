/// Plans on small populations, and on random ones.
@NullMarked
package dev.wayleave.oidc.plan;

import org.jspecify.annotations.NullMarked;
