/// The command `wayleave oidc`: a plan of what becomes of users' identities, its application, its
/// verification, and the way back.
@NullMarked
package dev.wayleave.cli.oidc;

import org.jspecify.annotations.NullMarked;
