package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.ask.OpenQuestions;
import dev.wayleave.coordinator.presence.Carrier;
import dev.wayleave.coordinator.presence.Sighting;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.PolicyInForce;
import dev.wayleave.protocol.wire.DerpMap;
import dev.wayleave.tailnet.model.NodeId;
import dev.wayleave.tailnet.model.Tailnet;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// What the mapper needs of other rooms.
///
/// @param settings what is in force on an image
/// @param derpMap the newest map of relays
/// @param delete deletes an ephemeral node that stayed away
/// @param presence takes what is to be written down of who is connected and who carries subnets; it
///   must not wait
public record MapOutside(
    PolicyInForce policy,
    Function<Tailnet, SettingsInForce> settings,
    Supplier<DerpMap> derpMap,
    OpenQuestions questions,
    Consumer<NodeId> delete,
    BiConsumer<List<Sighting>, List<Carrier>> presence) {}
