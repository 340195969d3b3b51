/// Tests of changes of identities.
@NullMarked
package dev.wayleave.tailnet.identity.rewrite;

import org.jspecify.annotations.NullMarked;
