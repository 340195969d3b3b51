package dev.wayleave.coordinator.map;

import dev.wayleave.coordinator.ask.AnswerEndpoint;
import dev.wayleave.coordinator.ask.C2n;
import dev.wayleave.coordinator.ask.OpenQuestions;
import dev.wayleave.coordinator.ask.OtherReplicas;
import dev.wayleave.coordinator.control.ControlEndpoint;
import dev.wayleave.coordinator.mail.Mail;
import dev.wayleave.coordinator.presence.Presence;
import dev.wayleave.coordinator.presence.PresenceLedger;
import dev.wayleave.coordinator.presence.PresenceLimits;
import dev.wayleave.coordinator.refusal.Refusals;
import dev.wayleave.coordinator.route.ProbeLimits;
import dev.wayleave.coordinator.settings.SettingsInForce;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.protocol.wire.DerpMap;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.eclipse.microprofile.config.Config;

/// Gives the living maps what they need, and others what they offer.
final class MapWiring {
  /// More than all routers of a large tailnet are asked at once.
  private static final int QUESTIONS = 10_000;

  private static final Duration QUESTION_LIVES = Duration.ofMinutes(2);

  @Produces
  @Singleton
  OpenQuestions questions(Mail mail, InstantSource clock, SecureRandom random) {
    return new OpenQuestions(mail.here(), clock, random, QUESTIONS, QUESTION_LIVES);
  }

  @Produces
  @Singleton
  LiveMaps maps(
      TailnetState state,
      Supplier<SettingsInForce> settings,
      Supplier<DerpMap> derpMap,
      PresenceLedger ledger,
      OpenQuestions questions,
      InstantSource clock,
      SecureRandom random,
      MeterRegistry meters,
      Refusals refusals,
      Config config) {
    return new LiveMaps(
        state,
        settings,
        derpMap,
        ledger,
        questions,
        new LiveMaps.Limits(
            MapLimits.of(config), PresenceLimits.of(config), ProbeLimits.of(config)),
        clock,
        random,
        new MapMetrics(meters),
        refusals);
  }

  @Produces
  @Singleton
  NetworkImages images(LiveMaps maps) {
    return maps.images();
  }

  @Produces
  @Singleton
  Supplier<Presence> presence(NetworkImages images) {
    return () -> images.current().presence();
  }

  @Produces
  @Singleton
  ControlEndpoint endpoint(LiveMaps maps) {
    return maps.endpoint();
  }

  @Produces
  @Singleton
  OtherReplicas otherReplicas(Mail mail, NetworkImages images, OpenQuestions questions) {
    return new OtherReplicas(mail, images, questions);
  }

  @Produces
  @Singleton
  ControlEndpoint answers(OpenQuestions questions, OtherReplicas others, TailnetState state) {
    return new AnswerEndpoint(
        questions, others, machine -> !machine.isZero() && !state.image().nodes(machine).isEmpty());
  }

  @Produces
  @Singleton
  C2n c2n(OtherReplicas others, OpenQuestions questions, TailnetState state) {
    return new C2n(others, questions, id -> state.image().node(id));
  }
}
