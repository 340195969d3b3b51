package dev.wayleave.cli.endpoint;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// How bundles are opened and sealed.
///
/// @param passphraseFile holds the passphrase in its first line
/// @param plain writes new bundles unencrypted
/// @param withoutSecrets leaves secrets out of new bundles
public record BundleFlags(@Nullable Path passphraseFile, boolean plain, boolean withoutSecrets) {}
