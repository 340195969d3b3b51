/// What past changes of provider left behind: several users of one person, users without a name,
/// names that mean more than one.
@NullMarked
package dev.wayleave.oidc.repair;

import org.jspecify.annotations.NullMarked;
