/// How the store of a plan spells identities, and which texts mean the same one.
@NullMarked
package dev.wayleave.oidc.spelling;

import org.jspecify.annotations.NullMarked;
