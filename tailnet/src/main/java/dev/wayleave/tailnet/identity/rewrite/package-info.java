/// The port to whatever holds identities of users, and what is to change there when a tailnet
/// changes its identity provider.
@NullMarked
package dev.wayleave.tailnet.identity.rewrite;

import org.jspecify.annotations.NullMarked;
