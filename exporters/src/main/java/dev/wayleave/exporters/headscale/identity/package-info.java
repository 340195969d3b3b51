/// The identities of users in a Headscale database of any release that knows them: read, changed
/// column by column in one transaction, and put back byte for byte.
@NullMarked
package dev.wayleave.exporters.headscale.identity;

import org.jspecify.annotations.NullMarked;
