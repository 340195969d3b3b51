package dev.wayleave.coordinator.state;

import dev.wayleave.coordinator.state.Refusal.Reason;
import dev.wayleave.tailnet.model.DnsSettings;
import dev.wayleave.tailnet.model.Tailnet;
import dev.wayleave.tailnet.model.TailnetChange;
import java.util.function.Predicate;

/// Tells nodes other DNS settings.
///
/// @param unset what is in force while nobody has set anything
/// @param seen whether the settings in force are those that the change was made on
public record SetDns(DnsSettings dns, DnsSettings unset, Predicate<DnsSettings> seen)
    implements Command<DnsSettings> {
  @Override
  public Decision<DnsSettings> decide(Tailnet image, Moment moment) {
    if (!seen.test(image.dns().orElse(unset))) {
      return Decision.refused(
          Reason.STALE,
          "The DNS settings are not the ones that this change was made on; read them, then make"
              + " the change again.");
    }
    return Decision.accepted(dns, new TailnetChange.Put(dns));
  }

  @Override
  public String object() {
    return "dns/settings";
  }
}
