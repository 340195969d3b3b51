/// The verbs below `wayleave policy`: what a policy says, means and changes.
///
/// They read files and tailnets and print; what a policy means is decided in
/// [dev.wayleave.tailnet.policy].
@NullMarked
package dev.wayleave.cli.policy;

import org.jspecify.annotations.NullMarked;
