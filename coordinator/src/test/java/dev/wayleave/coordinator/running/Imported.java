package dev.wayleave.coordinator.running;

import dev.wayleave.coordinator.state.Actor;
import dev.wayleave.coordinator.state.Command;
import dev.wayleave.coordinator.state.Decision;
import dev.wayleave.coordinator.state.Moment;
import dev.wayleave.coordinator.state.TailnetState;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import dev.wayleave.tailnet.model.TailnetEntity;
import io.quarkus.arc.Arc;

/// What another plane knew, put into the tailnet as a migration would.
public final class Imported {
  private Imported() {}

  public static void put(TailnetEntity entity) {
    TailnetState state = Arc.container().instance(TailnetState.class).get();
    state.submit(new Putting(entity), Actor.COORDINATOR).join();
  }

  private record Putting(TailnetEntity entity) implements Command<TailnetEntity> {
    @Override
    public Decision<TailnetEntity> decide(Tailnet image, Moment moment) {
      return Decision.accepted(entity, new TailnetChange.Put(entity));
    }

    @Override
    public String object() {
      return "tests/1";
    }
  }
}
