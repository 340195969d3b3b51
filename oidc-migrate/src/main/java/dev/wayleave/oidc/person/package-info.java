/// The people of an identity provider, and the readers of what lists them.
@NullMarked
package dev.wayleave.oidc.person;

import org.jspecify.annotations.NullMarked;
