/// The packaged command, as tests start it.
@NullMarked
package dev.wayleave.testkit.command;

import org.jspecify.annotations.NullMarked;
