package dev.wayleave.tailnet.model;

/// Everything that a tailnet consists of and that a migration carries, each as an immutable record.
public sealed interface TailnetEntity
    permits Alias,
        ApiKey,
        DerpSettings,
        DnsSettings,
        HostedObject,
        IdentityProvider,
        Node,
        OAuthClient,
        OAuthToken,
        PolicyVersion,
        PreAuthKey,
        Secret,
        ServerSettings,
        Transition,
        User {}
