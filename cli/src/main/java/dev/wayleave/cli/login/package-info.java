/// Commands by which a person logs in at a coordinator to administer it, and out again.
@NullMarked
package dev.wayleave.cli.login;

import org.jspecify.annotations.NullMarked;
