package dev.wayleave.coordinator.state;

import dev.wayleave.tailnet.model.Tailnet;
import java.util.concurrent.CompletableFuture;

/// A command on its way, with whom to tell.
record Submitted<R>(Command<R> command, Actor actor, CompletableFuture<Outcome<R>> reply) {
  Decided<R> decide(Tailnet image, Moment moment) {
    return new Decided<>(this, command.decide(image, moment));
  }

  void fail(StateException why) {
    reply.completeExceptionally(why);
  }

  /// A command with what it came to, still to be committed.
  record Decided<R>(Submitted<R> submitted, Decision<R> decision) {
    void tell(long version) {
      submitted
          .reply()
          .complete(
              switch (decision) {
                case Decision.Accepted<R> accepted -> new Outcome.Done<>(accepted.reply(), version);
                case Decision.Bulk<R> bulk -> new Outcome.Done<>(bulk.reply(), version);
                case Decision.Refused<R> refused -> new Outcome.Refused<>(refused.refusal());
              });
    }
  }
}
