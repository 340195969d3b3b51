package dev.wayleave.api;

import org.jspecify.annotations.Nullable;

/// A change of settings; what is not named stays.
///
/// @param deviceApproval whether an administrator has to let each new device in
/// @param userApproval whether an administrator has to let each new user in
public record SettingsChange(@Nullable Boolean deviceApproval, @Nullable Boolean userApproval) {}
