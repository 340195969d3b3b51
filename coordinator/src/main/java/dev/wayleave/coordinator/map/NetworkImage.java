package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.protocol.wire.DerpMap;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.policy.TailnetPolicy;

/// Everything that maps are made of, at one moment.
///
/// @param tailnet the newest; where nodes changed in ways that no policy asks about (endpoints,
///   keys, expiry), it is ahead of the policy's directory, so nodes are looked up here by their ids
/// @param policy what is in force, on this tailnet
/// @param derpMap the relays that clients are told of
public record NetworkImage(
    Tailnet tailnet,
    TailnetPolicy policy,
    Presence presence,
    DerpMap derpMap,
    SettingsInForce settings) {}
