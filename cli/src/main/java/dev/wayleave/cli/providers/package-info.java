/// The command `wayleave identity-providers`.
@NullMarked
package dev.wayleave.cli.providers;

import org.jspecify.annotations.NullMarked;
